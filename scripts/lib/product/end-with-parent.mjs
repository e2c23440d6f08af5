/**
 * Loaded into every process that `npm start` starts (`--import`): when that is killed, even by
 * `kill -9`, its end of the channel closes and the process ends itself in good order.
 */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
