import type { NestExpressApplication } from '@nestjs/platform-express';
import { AccessService } from './access/access.service.js';
import { isLoopback } from './access/loopback.js';
import { type Config, StartFault } from './config/config.js';
import { errorCode } from './error-code.js';
import type { Logger } from './logging/logger.js';

/**
 * Takes the port and says the address. Without a token the service answers everybody who reaches it, so it refuses
 * every address but the local machine's. Throws a StartFault for what the person who starts it can repair.
 */
export async function listen(app: NestExpressApplication, config: Config, logger: Logger): Promise<void> {
  if (config.role === 'worker') return logger.info('working, without answering requests');
  const open = !(await app.get(AccessService).hasTokens());
  if (open && !isLoopback(config.host)) {
    throw new StartFault(
      `No token is configured, so Waymark listens on 127.0.0.1 only and not on ${config.host}: ` +
        'set WAYMARK_ADMIN_TOKEN, or create a token first ("npx waymark admin token create").',
    );
  }
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    throw new StartFault(reasonOf(error, config));
  }
  logger.info('listening', { url: await app.getUrl() });
  if (open) logger.info('no token is configured: only this machine is answered, and it may do everything');
}

function reasonOf(error: unknown, { host, port }: Config): string {
  const code = errorCode(error);
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is in use: stop the process that has it, or set WAYMARK_API_PORT to another port.`;
  }
  if (code === 'EACCES')
    return `Port ${port} on ${host} is not allowed for this user: set WAYMARK_API_PORT above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `${host} is no address of this machine: set WAYMARK_API_HOST to one that is, such as 127.0.0.1.`;
  }
  throw error;
}
