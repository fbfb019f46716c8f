# An instance that stores its own bound method is a cycle.
import gc
import weakref

gc.disable()
gc.collect()


class Button:
    def __init__(self):
        self.handler = self.click

    def click(self):
        return "clicked"


b = Button()
print(b.handler())
r = weakref.ref(b)
del b
print(r() is not None)
gc.collect()
print(r())
