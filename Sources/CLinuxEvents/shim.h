// The Swift overlay of glibc leaves these headers out; elsewhere the module is empty.
#ifdef __linux__
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#endif
