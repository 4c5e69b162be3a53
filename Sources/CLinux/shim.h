// What the Swift overlay of glibc leaves out; elsewhere the module is empty.
#ifdef __linux__
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

// glibc declares these only under _GNU_SOURCE, which a module cannot switch on for its importers.
int pipe2(int ends[2], int flags);
static inline long contend_sched_getaffinity(int thread, unsigned long size, void *mask) {
  return syscall(SYS_sched_getaffinity, thread, size, mask);
}
static inline long contend_sched_setaffinity(int thread, unsigned long size, const void *mask) {
  return syscall(SYS_sched_setaffinity, thread, size, mask);
}
int sched_getcpu(void);
enum { CONTEND_POSIX_SPAWN_SETSID = 0x80 };

// The first of the process's own argument strings; the others follow it in memory.
static inline char *contend_first_argument(void) {
  extern char *program_invocation_name;
  return program_invocation_name;
}
#endif
