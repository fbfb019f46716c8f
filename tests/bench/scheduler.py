# A small operating system of tasks and queues: classes, dispatch, linked packets.
from time import process_time


class Packet:
    def __init__(self, link, ident, kind):
        self.link, self.ident, self.kind, self.data = link, ident, kind, [0] * 4

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        at = queue
        while at.link is not None:
            at = at.link
        at.link = self
        return queue


class Task:
    def __init__(self, ident, priority):
        self.ident, self.priority, self.queue, self.done = ident, priority, None, 0

    def run(self, system):
        packet, self.queue = self.queue, self.queue.link
        self.handle(system, packet)
        self.done += 1


class Worker(Task):
    def handle(self, system, packet):
        for i in range(4):
            packet.data[i] = (packet.data[i] + self.ident + i) % 26
        system.send(packet, (self.ident + 1) % len(system.tasks))


class Device(Task):
    def handle(self, system, packet):
        packet.kind = "work" if packet.kind == "device" else "device"
        system.send(packet, (self.ident * 3 + 1) % len(system.tasks))


class System:
    def __init__(self, size):
        self.tasks = [(Worker if i % 2 else Device)(i, i % 5) for i in range(size)]
        for i in range(size * 2):
            self.send(Packet(None, i, "device" if i % 2 else "work"), i % size)

    def send(self, packet, to):
        task = self.tasks[to]
        task.queue = packet.append_to(task.queue)

    def schedule(self, rounds):
        for _ in range(rounds):
            best = None
            for task in self.tasks:
                if task.queue is not None and (best is None or task.priority > best.priority):
                    best = task
            best.run(self)
            best.priority = (best.priority + 7) % 11 - 5


def work():
    system = System(12)
    system.schedule(45_000)
    return [task.done for task in system.tasks]


start = process_time()
result = work()
print(process_time() - start, result)
