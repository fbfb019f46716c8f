# WeakMethod holds a bound method without its instance.
import weakref


class Button:
    def click(self):
        return "clicked"


b = Button()
plain = weakref.ref(b.click)
print(plain())
m = weakref.WeakMethod(b.click)
print(m()())
print(m == weakref.WeakMethod(b.click))
del b
print(m())
