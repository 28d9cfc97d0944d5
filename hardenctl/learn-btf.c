/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-btf.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/btf.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/util.h"

/* How much follows the head of a type; linux/btf.h. */
static size_t size_of_rest(const struct btf_type *t) {
        unsigned n = BTF_INFO_VLEN(t->info);

        switch (BTF_INFO_KIND(t->info)) {
        case BTF_KIND_INT:
        case BTF_KIND_VAR:
        case BTF_KIND_DECL_TAG:
                return sizeof(uint32_t);
        case BTF_KIND_ARRAY:
                return sizeof(struct btf_array);
        case BTF_KIND_STRUCT:
        case BTF_KIND_UNION:
                return n * sizeof(struct btf_member);
        case BTF_KIND_ENUM:
                return n * sizeof(struct btf_enum);
        case BTF_KIND_ENUM64:
                return n * sizeof(struct btf_enum64);
        case BTF_KIND_FUNC_PROTO:
                return n * sizeof(struct btf_param);
        case BTF_KIND_DATASEC:
                return n * sizeof(struct btf_var_secinfo);
        default:
                return 0;
        }
}

static int find_member(const struct btf_type *t, const char *strings, const char *member) {
        const struct btf_member *m = (const struct btf_member *) (t + 1);

        for (unsigned i = 0; i < BTF_INFO_VLEN(t->info); i++)
                if (streq(strings + m[i].name_off, member))
                        return (int) (BTF_MEMBER_BIT_OFFSET(m[i].offset) / 8);
        return -ENOENT;
}

static int find(const char *data, const char *structure, const char *member) {
        const struct btf_header *h = (const struct btf_header *) data;
        const char *p = data + h->hdr_len + h->type_off, *end = p + h->type_len;
        const char *strings = data + h->hdr_len + h->str_off;

        if (h->magic != BTF_MAGIC)
                return -EINVAL;
        while (p < end) {
                const struct btf_type *t = (const struct btf_type *) p;

                if (BTF_INFO_KIND(t->info) == BTF_KIND_STRUCT && streq(strings + t->name_off, structure))
                        return find_member(t, strings, member);
                p += sizeof(*t) + size_of_rest(t);
        }
        return -ENOENT;
}

int btf_offset(const char *structure, const char *member) {
        _cleanup_close_ int fd = open("/sys/kernel/btf/vmlinux", O_RDONLY | O_CLOEXEC);
        struct stat st;
        char *data;
        size_t n = 0;
        int r;

        if (fd < 0 || fstat(fd, &st) < 0 || st.st_size < (off_t) sizeof(struct btf_header))
                return -ENOENT;
        data = mmap(NULL, (size_t) st.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (data == MAP_FAILED)
                return -errno;
        for (ssize_t k; n < (size_t) st.st_size && (k = read(fd, data + n, (size_t) st.st_size - n)) > 0;)
                n += (size_t) k;
        r = n == (size_t) st.st_size ? find(data, structure, member) : -EIO;
        (void) munmap(data, (size_t) st.st_size);
        return r;
}
