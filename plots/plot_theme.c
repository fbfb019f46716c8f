/*
 * The two palettes. Blue is live memory, bluish green a fall by reference count, the warm colours
 * are the collector's: what it took, what waits for it, when it ran. The hues are Okabe and Ito's
 * (Color Universal Design, 2008), lightened or darkened for their background; generations also
 * differ in lightness and length.
 */
#include "plots/plot.h"

#define RGBA(hex, alpha)                                                                          \
    {((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex) & 255) / 255.0, (alpha)}
#define RGB(hex) RGBA(hex, 1)
#define FONT "Inter, Cantarell, DejaVu Sans, sans-serif"

const struct plot_theme plot_light = {
    .font = FONT,
    .font_size = 11,
    .background = RGB(0xFFFFFF),
    .ink = RGB(0x1C2128),
    .muted = RGB(0x66707C),
    .grid = RGB(0xECEFF2),
    .axis = RGB(0xB9C0C8),
    .curve = RGB(0x0B63B0),
    .area = RGBA(0x0B63B0, 0.10),
    .band = RGBA(0x0B63B0, 0.26),
    .causes = {RGB(0x12A67C), RGB(0xD4500A), RGB(0xB35C98)},
    .waiting = RGB(0xD4700A),
    .generations = {RGB(0xE8A22B), RGB(0xD4610A), RGB(0x8A2B06)},
    .rss = RGB(0x8A939D),
    .span = RGBA(0x0B63B0, 0.09),
    .span_edge = RGBA(0x0B63B0, 0.60),
    .span_text = RGB(0x1C2128),
    .cross = RGB(0x3A424C),
    .selection = RGBA(0xFFFFFF, 0.62),
    .highlight = RGBA(0xF2B705, 0.28),
};

const struct plot_theme plot_dark = {
    .font = FONT,
    .font_size = 11,
    .background = RGB(0x17191D),
    .ink = RGB(0xE8EBEF),
    .muted = RGB(0x98A1AC),
    .grid = RGB(0x262A30),
    .axis = RGB(0x545C66),
    .curve = RGB(0x4F9FF2),
    .area = RGBA(0x4F9FF2, 0.13),
    .band = RGBA(0x4F9FF2, 0.30),
    .causes = {RGB(0x45DDA8), RGB(0xFF7F3F), RGB(0xDE92C6)},
    .waiting = RGB(0xF5A04A),
    .generations = {RGB(0x8F6B2E), RGB(0xF2B04C), RGB(0xFF5C38)},
    .rss = RGB(0x8C96A2),
    .span = RGBA(0x4F9FF2, 0.13),
    .span_edge = RGBA(0x4F9FF2, 0.70),
    .span_text = RGB(0xE8EBEF),
    .cross = RGB(0xC5CBD3),
    .selection = RGBA(0x17191D, 0.62),
    .highlight = RGBA(0xF2C94C, 0.24),
};
