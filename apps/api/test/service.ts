import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { ReceiptJson, SnapshotJson } from '@waymark/contract';
import type { Database } from '@waymark/store';
import { createApp } from '../src/app.js';
import { type Config, readConfig } from '../src/config/config.js';
import { listen } from '../src/listen.js';
import { Logger } from '../src/logging/logger.js';

/** The whole service, listening on a port of its own, over a database of the test. */
export interface Service {
  readonly url: string;
  readonly config: Config;
  /** What it logged, a line for each. */
  readonly log: string[];
  close(): Promise<void>;
}

export async function startService(database: Database, environment: Record<string, string> = {}): Promise<Service> {
  const config = readConfig({ WAYMARK_API_PORT: '0', ...environment });
  const log: string[] = [];
  const logger = new Logger('info', (line) => void log.push(line));
  const app = await createApp(config, database, logger);
  try {
    await listen(app, config, logger);
  } catch (error) {
    await app.close();
    throw error;
  }
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, config, log, close: () => app.close() };
}

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** A request with a JSON answer. */
export async function call<T>(url: string, init: RequestInit = {}): Promise<Answer<T>> {
  const response = await fetch(url, init);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as T,
  };
}

type Headers_ = Record<string, string>;

/** POST of manifests, YAML unless the headers say otherwise. */
export const post = <T>(url: string, body: RequestInit['body'], headers: Headers_ = {}): Promise<Answer<T>> =>
  call<T>(url, { method: 'POST', body: body ?? null, headers: { 'content-type': 'application/yaml', ...headers } });

export const upload = (
  { url }: Service,
  cluster: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Headers_ = {},
  query: Record<string, string> = {},
): Promise<Answer<ReceiptJson>> =>
  post<ReceiptJson>(`${url}/v1/clusters/${cluster}/snapshots?${new URLSearchParams(query).toString()}`, body, headers);

/** Uploads, and waits for the analysis. */
export async function analysed(
  service: Service,
  cluster: string,
  yaml: string,
  query: Record<string, string> = {},
): Promise<SnapshotJson> {
  const { status, body } = await upload(service, cluster, yaml, {}, query);
  if (status !== 202) throw new Error(JSON.stringify(body));
  return (await call<SnapshotJson>(service.url + body.analysis.url)).body;
}

export interface GraphqlAnswer<T> {
  readonly data: T;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

export const graphql = <T>(
  { url }: Pick<Service, 'url'>,
  query: string,
  variables: Record<string, unknown> = {},
  headers: Headers_ = {},
): Promise<Answer<GraphqlAnswer<T>>> =>
  post(`${url}/graphql`, JSON.stringify({ query, variables }), { 'content-type': 'application/json', ...headers });

export const gzipped = (text: string | Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(gzipSync(text));
