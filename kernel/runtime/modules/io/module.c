/*
 * module.c - the module _io.
 */
#include "modules/io/io.h"

NATIVE(io_open_code)
{
    mr_value a[1];
    if (!mr_bind(rt, "open_code(path)", args, nargs, kwnames, a))
        return MR_NULL;
    mr_value mode = mr_str_from(rt, "rb"), two[2] = {a[0], mode};
    mr_value file = mode ? mr_io_open(rt, self, two, 2, MR_NULL) : MR_NULL;
    mr_decref(rt, mode);
    return file;
}

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_type *base = mr_module_add_type(rt, module, &mr_iobase_spec, NULL);
    mr_type *raw = base ? mr_module_add_type(rt, module, &mr_rawiobase_spec, base) : NULL;
    mr_type *buffered = raw ? mr_module_add_type(rt, module, &mr_bufferediobase_spec, base) : NULL;
    mr_type *text = buffered ? mr_module_add_type(rt, module, &mr_textiobase_spec, base) : NULL;
    return text && mr_module_add_type(rt, module, &mr_fileio_spec, raw) &&
           mr_module_add_type(rt, module, &mr_bytesio_spec, buffered) &&
           mr_module_add_type(rt, module, &mr_bytesio_buffer_spec, NULL) &&
           mr_module_add_type(rt, module, &mr_bufferedreader_spec, buffered) &&
           mr_module_add_type(rt, module, &mr_bufferedwriter_spec, buffered) &&
           mr_module_add_type(rt, module, &mr_bufferedrandom_spec, buffered) &&
           mr_module_add_type(rt, module, &mr_bufferedrwpair_spec, buffered) &&
           mr_module_add_type(rt, module, &mr_textiowrapper_spec, text) &&
           mr_module_add_type(rt, module, &mr_stringio_spec, text) &&
           mr_module_add_type(rt, module, &mr_newlinedecoder_spec, NULL) &&
           mr_module_add_exception(rt, module, "io", "UnsupportedOperation", rt->exc.OSError,
                                   rt->exc.ValueError) &&
           mr_module_add(rt, module, "BlockingIOError",
                         mr_incref(mr_from(rt->exc.BlockingIOError))) &&
           mr_module_add(rt, module, "DEFAULT_BUFFER_SIZE", mr_small_int(MR_IO_BUFFER_SIZE));
}

static const mr_method_def functions[] = {
    {"open", mr_io_open, MR_ARGS_ANY,
     "open($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, "
     "newline=None, closefd=True, "
     "opener=None)\n--\n\nOpen file and return a stream.  Raise OSError upon failure."},
    {"open_code", io_open_code, MR_ARGS_ANY,
     "Opens the provided file with the intent to import the contents."},
    {"text_encoding", mr_io_text_encoding, MR_ARGS_ANY,
     "The encoding a text file is opened with when none is given."},
    {NULL, NULL, 0, NULL},
};

MR_MODULE(_io, "_io", "The file objects of io.", functions, setup);
