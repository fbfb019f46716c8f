# Float arithmetic: planets around a sun.
from math import sqrt
from time import process_time


class Body:
    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x, self.y, self.z = x, y, z
        self.vx, self.vy, self.vz = vx, vy, vz
        self.mass = mass


def step(bodies, dt):
    for i, a in enumerate(bodies):
        for b in bodies[i + 1:]:
            dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
            square = dx * dx + dy * dy + dz * dz
            magnitude = dt / (square * sqrt(square))
            am, bm = a.mass * magnitude, b.mass * magnitude
            a.vx -= dx * bm
            a.vy -= dy * bm
            a.vz -= dz * bm
            b.vx += dx * am
            b.vy += dy * am
            b.vz += dz * am
    for a in bodies:
        a.x += dt * a.vx
        a.y += dt * a.vy
        a.z += dt * a.vz


def work():
    bodies = [Body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 40.0)]
    for i in range(1, 6):
        bodies.append(Body(5.0 * i, 0.3 * i, 0.1 * i, 0.02 * i, 2.5 / i, 0.01, 0.001 * i))
    for _ in range(12_000):
        step(bodies, 0.001)
    return [round(b.x + b.y + b.z, 9) for b in bodies]


start = process_time()
result = work()
print(process_time() - start, result)
