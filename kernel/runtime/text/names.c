/*
 * names.c - see names.h.
 */
#include "text/names.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "/usr/share/unicode/"
#define LONGEST MR_LONGEST_NAME

/* A line "HEX;NAME;..." whose name is this one; its number, or -1. */
static int32_t search_lines(const char *text, size_t size, const char *name, size_t length)
{
    char wanted[LONGEST + 2];
    wanted[0] = wanted[length + 1] = ';';
    memcpy(wanted + 1, name, length);
    const char *from = text, *end = text + size;
    while (from < end) {
        const char *at = memmem(from, (size_t)(end - from), wanted, length + 2);
        if (!at)
            return -1;
        const char *line = at;
        while (line > text && isxdigit((unsigned char)line[-1]))
            line--;
        if (line < at && (line == text || line[-1] == '\n'))
            return (int32_t)strtol(line, NULL, 16);
        from = at + 1;
    }
    return -1;
}

/* A file mapped into memory; NULL when it is not there. */
static char *map_file(const char *path, size_t *size)
{
    struct stat status;
    char *text = MAP_FAILED;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    if (fstat(fd, &status) == 0 && status.st_size > 0) {
        *size = (size_t)status.st_size;
        text = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, fd, 0);
    }
    close(fd);
    return text == MAP_FAILED ? NULL : text;
}

static int32_t search_file(const char *path, const char *name, size_t length)
{
    size_t size;
    char *text = map_file(path, &size);
    if (!text)
        return -1;
    int32_t found = search_lines(text, size, name, length);
    munmap(text, size);
    return found;
}

/* Which of the names begins the text, the longest of them; its index, or -1. */
static int longest_prefix(const char *const *names, int count, const char *text)
{
    int best = -1;
    size_t most = 0;
    for (int i = 0; i < count; i++) {
        size_t n = strlen(names[i]);
        if ((best < 0 || n > most) && strncmp(text, names[i], n) == 0) {
            best = i;
            most = n;
        }
    }
    return best;
}

static const char *const leads[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                    "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
static const char *const vowels[] = {"A",   "AE", "YA", "YAE", "EO", "E",  "YEO",
                                     "YE",  "O",  "WA", "WAE", "OE", "YO", "U",
                                     "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
static const char *const trails[] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D", "L",  "LG",
                                     "LM", "LB", "LS", "LT", "LP", "LH", "M",  "B", "BS", "S",
                                     "SS", "NG", "J",  "C",  "K",  "T",  "P",  "H"};

static int32_t hangul_syllable(const char *name)
{
    int lead = longest_prefix(leads, 19, name);
    name += strlen(leads[lead]);
    int vowel = longest_prefix(vowels, 21, name);
    if (vowel < 0)
        return -1;
    name += strlen(vowels[vowel]);
    int trail = longest_prefix(trails, 28, name);
    return name[strlen(trails[trail])] ? -1 : 0xac00 + (lead * 21 + vowel) * 28 + trail;
}

static bool is_cjk_ideograph(long c)
{
    static const int32_t ranges[][2] = {{0x3400, 0x4dbf},   {0x4e00, 0x9fff},   {0x20000, 0x2a6df},
                                        {0x2a700, 0x2b739}, {0x2b740, 0x2b81d}, {0x2b820, 0x2cea1},
                                        {0x2ceb0, 0x2ebe0}, {0x30000, 0x3134a}, {0x31350, 0x323af}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (c >= ranges[i][0] && c <= ranges[i][1])
            return true;
    }
    return false;
}

static int32_t cjk_ideograph(const char *digits)
{
    char *end;
    long c = strtol(digits, &end, 16);
    if (*end || strlen(digits) < 4 || strlen(digits) > 5)
        return -1;
    return is_cjk_ideograph(c) ? (int32_t)c : -1;
}

int32_t mr_char_by_name(const char *name, size_t length)
{
    char upper[LONGEST + 1];
    if (length == 0 || length > LONGEST)
        return -1;
    for (size_t i = 0; i < length; i++) {
        if (name[i] == ';' || name[i] == '<')
            return -1; /* no name has these, but the files' lines do */
        upper[i] = (char)toupper((unsigned char)name[i]);
    }
    upper[length] = '\0';
    if (strncmp(upper, "HANGUL SYLLABLE ", 16) == 0)
        return hangul_syllable(upper + 16);
    if (strncmp(upper, "CJK UNIFIED IDEOGRAPH-", 22) == 0)
        return cjk_ideograph(upper + 22);
    int32_t c = search_file(FOLDER "UnicodeData.txt", upper, length);
    return c >= 0 ? c : search_file(FOLDER "NameAliases.txt", upper, length);
}

/* The name in the line of c among lines "HEX;NAME;..." in rising order. */
static size_t search_name(const char *text, size_t size, uint32_t c, char *out)
{
    size_t low = 0, high = size; /* both begin a line, or are the end */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        while (middle > low && text[middle - 1] != '\n')
            middle--;
        const char *eol = memchr(text + middle, '\n', size - middle);
        const char *name = memchr(text + middle, ';', size - middle);
        const char *end = name ? memchr(name + 1, ';', size - (size_t)(name + 1 - text)) : NULL;
        if (!eol || !end || end > eol)
            return 0;
        unsigned long here = strtoul(text + middle, NULL, 16);
        if (here == c) {
            size_t length = (size_t)(end - name - 1);
            if (name[1] == '<' || length > LONGEST)
                return 0; /* a control character, or the first of a range */
            memcpy(out, name + 1, length);
            return length;
        }
        if (here < c)
            low = (size_t)(eol + 1 - text);
        else
            high = middle;
    }
    return 0;
}

size_t mr_name_of_char(uint32_t c, char out[MR_LONGEST_NAME])
{
    if (c >= 0xac00 && c <= 0xd7a3) {
        uint32_t n = c - 0xac00;
        return (size_t)snprintf(out, LONGEST, "HANGUL SYLLABLE %s%s%s", leads[n / 588],
                                vowels[n / 28 % 21], trails[n % 28]);
    }
    if (is_cjk_ideograph((long)c))
        return (size_t)snprintf(out, LONGEST, "CJK UNIFIED IDEOGRAPH-%X", (unsigned)c);
    size_t size, length = 0;
    char *text = map_file(FOLDER "UnicodeData.txt", &size);
    if (text) {
        length = search_name(text, size, c, out);
        munmap(text, size);
    }
    return length;
}
