package distilbench.deployment;

/** Where a deployment's classifiers run. */
enum ProcessLayout {
  /** In the benchmark's own process, on the threads that call. */
  IN_PROCESS,
  /** In the benchmark's own process, on one thread that serves a queue of calls. */
  IN_PROCESS_QUEUE,
  /** In as many worker processes as the user asks for. */
  WORKERS,
  /** In one worker process. */
  ONE_WORKER,
  /** In one worker process, one thread of which serves a queue of calls. */
  ONE_WORKER_QUEUE;

  /** How many processes hold a classifier. */
  int processes(int asked) {
    return this == WORKERS ? asked : 1;
  }

  /** Whether they are processes of their own. */
  boolean inWorkers() {
    return this != IN_PROCESS && this != IN_PROCESS_QUEUE;
  }

  /** Whether one thread serves all calls. */
  boolean queued() {
    return this == IN_PROCESS_QUEUE || this == ONE_WORKER_QUEUE;
  }

  /** The same in processes of their own. */
  ProcessLayout outOfProcess() {
    if (inWorkers()) {
      return this;
    }
    return queued() ? ONE_WORKER_QUEUE : ONE_WORKER;
  }
}
