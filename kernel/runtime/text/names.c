/*
 * names.c - see names.h.
 */
#include "text/names.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "/usr/share/unicode/"
#define LONGEST 120

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

static int32_t search_file(const char *path, const char *name, size_t length)
{
    int32_t found = -1;
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    if (fstat(fd, &status) == 0 && status.st_size > 0) {
        char *text = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (text != MAP_FAILED) {
            found = search_lines(text, (size_t)status.st_size, name, length);
            munmap(text, (size_t)status.st_size);
        }
    }
    close(fd);
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

static int32_t hangul_syllable(const char *name)
{
    static const char *const leads[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                        "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
    static const char *const vowels[] = {"A",   "AE", "YA", "YAE", "EO", "E",  "YEO",
                                         "YE",  "O",  "WA", "WAE", "OE", "YO", "U",
                                         "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
    static const char *const trails[] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D", "L",  "LG",
                                         "LM", "LB", "LS", "LT", "LP", "LH", "M",  "B", "BS", "S",
                                         "SS", "NG", "J",  "C",  "K",  "T",  "P",  "H"};
    int lead = longest_prefix(leads, 19, name);
    name += strlen(leads[lead]);
    int vowel = longest_prefix(vowels, 21, name);
    if (vowel < 0)
        return -1;
    name += strlen(vowels[vowel]);
    int trail = longest_prefix(trails, 28, name);
    return name[strlen(trails[trail])] ? -1 : 0xac00 + (lead * 21 + vowel) * 28 + trail;
}

static int32_t cjk_ideograph(const char *digits)
{
    static const int32_t ranges[][2] = {{0x3400, 0x4dbf},   {0x4e00, 0x9fff},   {0x20000, 0x2a6df},
                                        {0x2a700, 0x2b739}, {0x2b740, 0x2b81d}, {0x2b820, 0x2cea1},
                                        {0x2ceb0, 0x2ebe0}, {0x30000, 0x3134a}, {0x31350, 0x323af}};
    char *end;
    long c = strtol(digits, &end, 16);
    if (*end || strlen(digits) < 4 || strlen(digits) > 5)
        return -1;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (c >= ranges[i][0] && c <= ranges[i][1])
            return (int32_t)c;
    }
    return -1;
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
