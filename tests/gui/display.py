"""A display of its own with a session bus, for tests of the app: keys in, pictures out."""
import os
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import zlib


class Display:
    """Xvfb and the app on it; use as a context."""

    def __init__(self, app, *args, size=(1280, 800), dark=False, env=None):
        self.app, self.args, self.size, self.dark = app, args, size, dark
        self.extra = env or {}

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="memoir-display-")
        reading, writing = os.pipe()
        self.xvfb = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "%dx%dx24" % self.size,
             "-fbdir", self.folder, "-nolisten", "tcp"],
            pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as numbers:
            number = numbers.readline().strip()
        self.env = dict(os.environ, DISPLAY=":" + number, GDK_BACKEND="x11",
                        GSK_RENDERER="cairo", GSETTINGS_BACKEND="memory",
                        GTK_A11Y="none",
                        XDG_DATA_HOME=self.folder + "/data",
                        XDG_CONFIG_HOME=self.folder + "/config",
                        XDG_CACHE_HOME=self.folder + "/cache",
                        ADW_DEBUG_COLOR_SCHEME="prefer-dark" if self.dark else "prefer-light")
        self.env.pop("WAYLAND_DISPLAY", None)
        self.env.update(self.extra)
        self.log = open(self.folder + "/log", "w+b")
        self.process = subprocess.Popen(["dbus-run-session", "--", self.app, *self.args],
                                        env=self.env, stdout=self.log, stderr=self.log,
                                        start_new_session=True)
        return self

    def __exit__(self, *exception):
        # The session bus does not end with the session that ran it.
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
        for process in (self.process, self.xvfb):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def messages(self):
        """What the app wrote to stderr."""
        self.log.flush()
        with open(self.folder + "/log", encoding="utf-8", errors="replace") as log:
            return log.read()

    def xdotool(self, *args):
        return subprocess.run(["xdotool", *args], env=self.env, capture_output=True, text=True,
                              check=False)

    def wait_window(self, name, seconds=60):
        """Until a window with that in its title is there; its number, or None."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            found = self.xdotool("search", "--onlyvisible", "--name", name).stdout.split()
            if found:
                self.window = found[-1]
                # No window manager gives the focus or the size.
                self.xdotool("windowsize", self.window, str(self.size[0]), str(self.size[1]))
                self.xdotool("windowmove", self.window, "0", "0")
                self.xdotool("windowfocus", "--sync", self.window)
                return self.window
            time.sleep(0.1)
        return None

    def key(self, *keys):
        self.xdotool("key", "--clearmodifiers", *keys)

    def type(self, text):
        self.xdotool("type", "--delay", "20", text)

    def until(self, condition, seconds=60):
        """Until the condition holds; what it gave last."""
        end = time.monotonic() + seconds
        while True:
            result = condition()
            if result or time.monotonic() > end or self.process.poll() is not None:
                return result
            time.sleep(0.1)

    def pixels(self):
        """Width, height and the rows as RGB."""
        with open(self.folder + "/Xvfb_screen0", "rb") as file:
            data = file.read()
        header = struct.unpack(">25I", data[:100])
        begin = header[0] + header[19] * 12
        width, height, stride = header[4], header[5], header[12]
        rows = []
        for y in range(height):
            row = data[begin + y * stride:begin + y * stride + width * 4]
            rgb = bytearray(width * 3)
            rgb[0::3], rgb[1::3], rgb[2::3] = row[2::4], row[1::4], row[0::4]
            rows.append(bytes(rgb))
        return width, height, rows

    def screenshot(self, path):
        width, height, rows = self.pixels()

        def chunk(kind, data):
            return (struct.pack(">I", len(data)) + kind + data +
                    struct.pack(">I", zlib.crc32(kind + data)))

        with open(path, "wb") as file:
            file.write(b"\x89PNG\r\n\x1a\n")
            file.write(chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)))
            file.write(chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows))))
            file.write(chunk(b"IEND", b""))
