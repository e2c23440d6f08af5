/**
 * Imported by every program that a trainer forks: when the trainer is gone, even by `kill -9`, its end
 * of the channel closes, and what the child still does would only get into a later attempt's way.
 */
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
