// What a release build is told on its command line; a build from a checkout is told nothing.
#ifndef CONTEND_COMMIT
#define CONTEND_COMMIT ""
#endif
static inline const char *contend_commit(void) { return CONTEND_COMMIT; }
