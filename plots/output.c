#include "plots/output.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plots/timeline_private.h"

static cairo_status_t append(void *closure, const unsigned char *data, unsigned int length)
{
    struct output_picture *picture = closure;

    if (length > picture->capacity - picture->size) {
        size_t capacity = (picture->size + length) * 2;
        unsigned char *bigger = realloc(picture->data, capacity);
        if (!bigger)
            return CAIRO_STATUS_NO_MEMORY;
        picture->data = bigger;
        picture->capacity = capacity;
    }
    memcpy(picture->data + picture->size, data, length);
    picture->size += length;
    return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *create_surface(struct output_picture *picture,
                                       const struct tl_timeline *tl,
                                       const struct output_options *options)
{
    const double point = 0.75; /* of a CSS pixel */
    cairo_surface_t *surface;

    switch (options->format) {
    case OUTPUT_SVG:
        surface = cairo_svg_surface_create_for_stream(append, picture, options->width,
                                                      options->height);
        cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
        return surface;
    case OUTPUT_PDF:
        surface = cairo_pdf_surface_create_for_stream(append, picture, options->width * point,
                                                      options->height * point);
        /* The run's date, not today's: the same timeline gives the same file. */
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                       tl->started ? tl->started : "");
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                       tl->name ? tl->name : "");
        return surface;
    case OUTPUT_PNG:
        break;
    }
    return cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                      (int)ceil(options->width * options->scale),
                                      (int)ceil(options->height * options->scale));
}

bool output_picture_init(struct output_picture *picture, const struct tl_timeline *tl,
                         const struct output_options *options, struct tl_error *error)
{
    struct plot *plot = plot_create(tl);
    struct plot_view view;
    cairo_surface_t *surface = NULL;
    cairo_t *cr = NULL;
    cairo_status_t status = CAIRO_STATUS_NO_MEMORY;

    *picture = (struct output_picture){0};
    if (!plot)
        return tl_fail(error, "out of memory");
    surface = create_surface(picture, tl, options);
    cr = cairo_create(surface);
    if (options->format == OUTPUT_PNG)
        cairo_scale(cr, options->scale, options->scale);
    else if (options->format == OUTPUT_PDF)
        cairo_scale(cr, 0.75, 0.75);
    plot_view_init(&view, plot, options->width, options->height);
    plot_view_set_axis(&view, plot, options->axis);
    if (options->x1 > options->x0) {
        view.x0 = options->x0;
        view.x1 = options->x1;
    }
    view.y1 = options->y1;
    if (!plot_draw(cr, plot, &view, options->theme))
        goto done;
    status = cairo_status(cr);
    if (status != CAIRO_STATUS_SUCCESS)
        goto done;
    if (options->format == OUTPUT_PNG) {
        status = cairo_surface_write_to_png_stream(surface, append, picture);
    } else {
        cairo_surface_finish(surface);
        status = cairo_surface_status(surface);
    }
done:
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    plot_destroy(plot);
    if (status != CAIRO_STATUS_SUCCESS) {
        output_picture_finish(picture);
        return tl_fail(error, "cannot draw: %s", cairo_status_to_string(status));
    }
    return true;
}

void output_picture_finish(struct output_picture *picture)
{
    free(picture->data);
    *picture = (struct output_picture){0};
}

bool output_write(int fd, const char *name, const struct output_picture *picture,
                  struct tl_error *error)
{
    size_t written = 0;

    while (written < picture->size) {
        ssize_t n = write(fd, picture->data + written, picture->size - written);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return tl_fail(error, "cannot write %s: %s", name, strerror(errno));
        written += (size_t)n;
    }
    return true;
}

/* Into a file without a name that anybody knows, which then takes the target's. */
static bool replace(const char *path, mode_t mode, const struct output_picture *picture,
                    struct tl_error *error)
{
    const char *slash = strrchr(path, '/');
    int folder = slash ? (int)(slash - path + 1) : 0;
    char *temporary = NULL;
    int fd = -1;
    bool ok = false;

    if (asprintf(&temporary, "%.*s.memoir-plot-XXXXXX", folder, path) < 0)
        return tl_fail(error, "out of memory");
    fd = mkstemp(temporary);
    if (fd < 0) {
        tl_fail(error, "cannot write %s: %s", path, strerror(errno));
        goto done;
    }
    if (!output_write(fd, path, picture, error))
        goto fail;
    if (fchmod(fd, mode) || fsync(fd)) {
        tl_fail(error, "cannot write %s: %s", path, strerror(errno));
        goto fail;
    }
    if (close(fd)) {
        fd = -1;
        tl_fail(error, "cannot write %s: %s", path, strerror(errno));
        goto fail;
    }
    fd = -1;
    if (rename(temporary, path)) {
        tl_fail(error, "cannot write %s: %s", path, strerror(errno));
        goto fail;
    }
    ok = true;
    goto done;
fail:
    if (fd >= 0)
        close(fd);
    unlink(temporary);
done:
    free(temporary);
    return ok;
}

bool output_save(const char *path, const struct output_picture *picture, struct tl_error *error)
{
    struct stat status;
    mode_t mask = umask(0);
    bool ok;

    umask(mask);
    if (stat(path, &status))
        return replace(path, 0666 & ~mask, picture, error);
    if (S_ISDIR(status.st_mode))
        return tl_fail(error, "cannot write %s: it is a folder", path);
    if (S_ISREG(status.st_mode)) {
        char *target = realpath(path, NULL);
        if (!target)
            return tl_fail(error, "cannot write %s: %s", path, strerror(errno));
        ok = replace(target, status.st_mode & 07777, picture, error);
        free(target);
        return ok;
    }
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return tl_fail(error, "cannot write %s: %s", path, strerror(errno));
    ok = output_write(fd, path, picture, error);
    if (close(fd) && ok)
        ok = tl_fail(error, "cannot write %s: %s", path, strerror(errno));
    return ok;
}
