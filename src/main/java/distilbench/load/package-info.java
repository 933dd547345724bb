/**
 * Calls that arrive by themselves, whether or not earlier ones are done: the schedule of their
 * arrivals, the thread that keeps to it, and what follows from when each call arrived, was taken
 * and was answered. Who serves the calls lies in {@code deployment}.
 */
package distilbench.load;
