import { parseAddress } from '../address-block.js';
import type { RequestDestination, RequestSource } from '../request.js';
import { type Read, problem } from './read.js';

const SOURCE_FORMS =
  'from is NAMESPACE/NAME of a pod or workload, pod:…, workload:…, deployment:…, sa:… (service account), gateway:…, or an address outside the cluster';

const SOURCE_KINDS: ReadonlyMap<string, 'POD' | 'SERVICE_ACCOUNT' | 'INGRESS' | 'WORKLOAD'> = new Map([
  ['pod', 'POD'],
  ['sa', 'SERVICE_ACCOUNT'],
  ['serviceaccount', 'SERVICE_ACCOUNT'],
  ['gateway', 'INGRESS'],
  ['workload', 'WORKLOAD'],
]);
const OWNER_KINDS: ReadonlyMap<string, string> = new Map(
  ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Rollout'].map((kind) => [
    kind.toLowerCase(),
    kind,
  ]),
);

export function readSource(written: unknown): Read<RequestSource> {
  if (typeof written !== 'string' || written === '') return problem(`${SOURCE_FORMS}.`);
  if (parseAddress(written) !== null) return { ok: true, value: { kind: 'EXTERNAL', ip: written } };
  const [, kind = 'workload', rest = ''] = /^(?:([A-Za-z]+):)?(.+)$/s.exec(written) ?? [];
  const named = namespaced(rest);
  const ownerKind = OWNER_KINDS.get(kind.toLowerCase());
  const sourceKind = SOURCE_KINDS.get(kind.toLowerCase());
  if (named === null || (ownerKind === undefined && sourceKind === undefined))
    return problem(`${SOURCE_FORMS}, not ${written}.`);
  if (ownerKind !== undefined) return { ok: true, value: { kind: 'WORKLOAD', ...named, ownerKind } };
  return { ok: true, value: { kind: sourceKind ?? 'WORKLOAD', ...named } };
}

interface WrittenEnd {
  readonly destination: RequestDestination;
  /** What a client would write as the `:authority`. */
  readonly host: string;
  readonly url: { readonly path: string; readonly host: string } | null;
}

const DESTINATION_FORMS =
  'to is HOST:PORT, http://HOST:PORT/PATH, service:NAMESPACE/NAME:PORT or pod:NAMESPACE/NAME:PORT; a port is a number or a name';

export function readDestination(written: unknown): Read<WrittenEnd> {
  if (typeof written !== 'string' || written === '') return problem(`${DESTINATION_FORMS}.`);
  const end = written.startsWith('http://') ? urlEnd(written.slice('http://'.length)) : plainEnd(written);
  return end === null ? problem(`${DESTINATION_FORMS}, not ${written}.`) : { ok: true, value: end };
}

function urlEnd(rest: string): WrittenEnd | null {
  const slash = rest.search(/[/?#]/);
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  const end = hostEnd(authority) ?? hostEnd(`${authority}:80`);
  if (end === null) return null;
  const path = slash < 0 ? '/' : rest.slice(slash);
  return { ...end, url: { path: path.startsWith('/') ? path : `/${path}`, host: end.host } };
}

function plainEnd(written: string): WrittenEnd | null {
  const [, kind, name = '', port = ''] = /^(service|pod):([^:]+):([^:]+)$/s.exec(written) ?? [];
  if (kind === undefined) return hostEnd(written);
  const named = namespaced(name);
  const number = portOf(port);
  if (named === null || number === null) return null;
  const host = kind === 'pod' ? named.name : `${named.name}.${named.namespace}`;
  return {
    destination: { kind: kind === 'pod' ? 'POD' : 'SERVICE', ...named, port: number },
    host: hostHeader(host, number),
    url: null,
  };
}

function hostEnd(written: string): WrittenEnd | null {
  const [, bracketed, plain, port = ''] = /^(?:\[([^\]]+)\]|([^:/\s]+)):([^:/\s]+)$/.exec(written) ?? [];
  const host = bracketed ?? plain;
  const number = portOf(port);
  if (host === undefined || number === null) return null;
  const shown = bracketed === undefined ? host : `[${host}]`;
  return { destination: { kind: 'HOST', host, port: number }, host: hostHeader(shown, number), url: null };
}

/** Clients leave the usual port out; policies compare what is written (semantics 14.9). */
const hostHeader = (host: string, port: number | string): string =>
  typeof port === 'string' || port === 80 ? host : `${host}:${port}`;

function portOf(written: string): number | string | null {
  if (!/^\d+$/.test(written)) return /^[a-z0-9-]+$/i.test(written) ? written : null;
  const port = Number(written);
  return port > 0 && port <= 65_535 ? port : null;
}

function namespaced(written: string): { readonly namespace: string; readonly name: string } | null {
  const [namespace = '', name = '', ...more] = written.split('/');
  return namespace === '' || name === '' || more.length > 0 ? null : { namespace, name };
}
