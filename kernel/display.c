#include "kernel/display.h"

#include "kernel/kernel.h"
#include "kernel/plot.h"
#include "kernel/record.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* The picture as base64 text, NULL when there is none. */
static json_t *draw(const struct tl_timeline *timeline)
{
    struct jp_buffer png = {0};
    struct jp_error error = {"not enough memory for a picture"};
    char *text = tl_to_text(timeline), *base64 = NULL;
    json_t *value = NULL;
    size_t size;

    if (text && mk_plot(text, strlen(text), "png", &png, &error) == 0) {
        size = sodium_base64_encoded_len(png.length, sodium_base64_VARIANT_ORIGINAL);
        base64 = malloc(size);
        if (base64)
            value = json_string(sodium_bin2base64(base64, size, (unsigned char *)png.data,
                                                  png.length, sodium_base64_VARIANT_ORIGINAL));
    }
    if (!value)
        mk_log("no picture: %s", error.text);
    free(base64);
    free(text);
    jp_buffer_finish(&png);
    return value;
}

static json_t *bundle(struct tl_timeline *timeline)
{
    char summary[256];
    json_t *data = json_object();
    json_t *picture = draw(timeline);

    if (picture)
        json_object_set_new(data, "image/png", picture);
    tl_summary(timeline, summary, sizeof(summary));
    json_object_set_new(data, "text/plain", jp_json_text(summary, strlen(summary)));
    if (tl_reduce_to_save(timeline))
        json_object_set_new(data, TL_MIME, tl_to_json(timeline));
    return data;
}

bool mk_display_wants(const struct mk_kernel *kernel, const mr_run *run)
{
    return kernel->display_mode == MK_DISPLAY_ON ||
           (kernel->display_mode == MK_DISPLAY_AUTO && mk_record_is_worth_showing(run));
}

void mk_display_run(struct mk_kernel *kernel, const mr_run *run)
{
    struct tl_timeline timeline;

    if (!mk_record_timeline(run, MK_ALL_BUCKETS, &timeline)) {
        mk_log("not enough memory for a timeline");
        return;
    }
    /* The PNG is of twice the density: without its size a client would draw it twice as large. */
    mk_publish(kernel, "display_data",
               json_pack("{s:o, s:{s:{s:i, s:i}}, s:{}}", "data", bundle(&timeline), "metadata",
                         "image/png", "width", TL_PICTURE_WIDTH, "height", TL_PICTURE_HEIGHT,
                         "transient"));
    tl_timeline_finish(&timeline);
}
