/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>

static void copy_size(int master) {
        struct winsize size;

        if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) >= 0)
                (void) ioctl(master, TIOCSWINSZ, &size);
}

int pty_open(Arena *a, Pty *ret) {
        _cleanup_close_ int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
        char path[64];
        int r;

        if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0)
                return -errno;
        r = ptsname_r(master, path, sizeof(path));
        if (r != 0)
                return -r;
        copy_size(master);
        *ret = (Pty) { .path = arena_strdup(a, path) };
        ret->master = take_fd(&master);
        return 0;
}

void pty_close(Pty *p) {
        closep(&p->master);
}

/* Returns 1, 0 where nothing more comes, or a negative errno. */
static int pass(int from, int to) {
        char buffer[4096];
        ssize_t n = read(from, buffer, sizeof(buffer));

        if (n < 0 && (errno == EINTR || errno == EAGAIN))
                return 1;
        if (n <= 0)
                return n < 0 && errno != EIO ? -errno : 0;
        for (ssize_t k, done = 0; done < n; done += k) {
                k = write(to, buffer + done, (size_t) (n - done));
                if (k < 0 && errno == EINTR)
                        k = 0;
                else if (k < 0)
                        return -errno;
        }
        return 1;
}

/* What the program has printed last may still be on its way when it has ended. */
static void drain(int master) {
        struct pollfd p = { .fd = master, .events = POLLIN };

        while (poll(&p, 1, 0) > 0 && (p.revents & POLLIN) && pass(master, STDOUT_FILENO) > 0)
                ;
}

/* Returns 1 to go on, 0 at an end of ours. */
static int take_signal(int signals, int master) {
        struct signalfd_siginfo s;

        if (read(signals, &s, sizeof(s)) != sizeof(s))
                return 1;
        if (s.ssi_signo != SIGWINCH)
                return 0;
        copy_size(master);
        return 1;
}

static int forward(const Pty *p, BusTransient *t, int signals) {
        enum { TYPED, PRINTED, SIGNAL, BUS, N };
        struct pollfd fds[N] = {
                [TYPED] = { STDIN_FILENO, POLLIN, 0 },
                [PRINTED] = { p->master, POLLIN, 0 },
                [SIGNAL] = { signals, POLLIN, 0 },
                [BUS] = { bus_transient_fd(t), POLLIN, 0 },
        };

        while (!bus_transient_has_ended(t)) {
                if (poll(fds, N, -1) < 0) {
                        if (errno == EINTR)
                                continue; /* it has not said anything of the descriptors */
                        return -errno;
                }
                if (fds[TYPED].revents && pass(STDIN_FILENO, p->master) <= 0)
                        return -EPIPE;
                if (fds[SIGNAL].revents && take_signal(signals, p->master) == 0)
                        return -EPIPE;
                if (fds[PRINTED].revents && pass(p->master, STDOUT_FILENO) <= 0)
                        fds[PRINTED].fd = -1; /* it has closed its side; its end is told by the bus */
        }
        drain(p->master);
        return 0;
}

int pty_forward(const Pty *p, BusTransient *t) {
        _cleanup_close_ int signals = -1;
        struct termios ours, raw;
        sigset_t set, before;
        int r;

        sigemptyset(&set);
        sigaddset(&set, SIGWINCH);
        sigaddset(&set, SIGTERM);
        sigaddset(&set, SIGHUP);
        if (tcgetattr(STDIN_FILENO, &ours) < 0 || sigprocmask(SIG_BLOCK, &set, &before) < 0)
                return -errno;
        signals = signalfd(-1, &set, SFD_CLOEXEC);
        raw = ours;
        cfmakeraw(&raw);
        (void) tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
        r = signals < 0 ? -errno : forward(p, t, signals);
        (void) tcsetattr(STDIN_FILENO, TCSADRAIN, &ours);
        if (r >= 0) /* else we are asked to end, maybe more than once, and have to tidy up first */
                (void) sigprocmask(SIG_SETMASK, &before, NULL);
        return r;
}
