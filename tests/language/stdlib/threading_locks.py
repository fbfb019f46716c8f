# Threads as far as a program uses them with join and locks.
import threading

total = 0
lock = threading.Lock()


def work(n):
    global total
    for _ in range(n):
        with lock:
            total += 1


threads = [threading.Thread(target=work, args=(500,), name=f"t{i}") for i in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(total, [t.is_alive() for t in threads], threads[0].name, threading.current_thread().name,
    threading.main_thread() is threading.current_thread())
local = threading.local()
local.x = 5
print(local.x, lock.locked(), lock.acquire(), lock.acquire(blocking=False), lock.release(),
    threading.RLock().acquire())
try:
    lock.release()
except RuntimeError as error:
    print(error)
e = threading.Event()
print(e.is_set(), e.set(), e.wait(1))
