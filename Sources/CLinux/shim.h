// What the Swift overlay of glibc leaves out; elsewhere the module is empty.
#ifdef __linux__
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>

// glibc declares these only under _GNU_SOURCE, which a module cannot switch on for its importers.
int pipe2(int ends[2], int flags);
enum { CONTEND_POSIX_SPAWN_SETSID = 0x80 };

// The first of the process's own argument strings; the others follow it in memory.
static inline char *contend_first_argument(void) {
  extern char *program_invocation_name;
  return program_invocation_name;
}
#endif
