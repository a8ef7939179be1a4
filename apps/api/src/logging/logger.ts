import { Injectable, type LoggerService } from '@nestjs/common';
import type { LogLevel } from '../config/config.js';
import { currentRequestId } from './request-scope.js';

type Fields = Readonly<Record<string, unknown>>;

const ORDER: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };
/** Nest narrates its own start in these contexts; the two lines that matter are ours. */
const NEST_NARRATION = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'GraphQLModule']);

/** One JSON object a line on stderr, with the request id when there is a request. */
@Injectable()
export class Logger implements LoggerService {
  constructor(
    private readonly level: LogLevel = 'info',
    private readonly write: (line: string) => void = (line) => process.stderr.write(line),
  ) {}

  info(message: string, fields: Fields = {}): void {
    this.emit('info', message, fields);
  }

  debug(message: string, fields: Fields | string = {}): void {
    this.emit('debug', message, fieldsOf(fields));
  }

  warn(message: unknown, fields: Fields | string = {}): void {
    this.emit('warn', String(message), fieldsOf(fields));
  }

  /** `fields.cause` is written with its stack: nothing else of an error reaches a caller. */
  error(message: unknown, fields: Fields | string = {}): void {
    this.emit('error', String(message), fieldsOf(fields));
  }

  log(message: unknown, context?: string): void {
    this.emit(context !== undefined && NEST_NARRATION.has(context) ? 'debug' : 'info', String(message), { context });
  }

  private emit(level: LogLevel, message: string, fields: Fields): void {
    if (ORDER[level] < ORDER[this.level]) return;
    const requestId = currentRequestId();
    const line = { time: new Date().toISOString(), level, message, ...(requestId && { requestId }), ...fields };
    this.write(`${JSON.stringify(line, readable)}\n`);
  }
}

const fieldsOf = (fields: Fields | string): Fields => (typeof fields === 'string' ? { context: fields } : fields);

const readable = (_key: string, value: unknown): unknown =>
  value instanceof Error ? (value.stack ?? value.message) : typeof value === 'bigint' ? Number(value) : value;
