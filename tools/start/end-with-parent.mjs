// Loaded into each service by `npm start`: when that is killed without a chance to end its services, they end themselves.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
