import type { PortProtocol } from './model.js';

const HTTP: ReadonlySet<string> = new Set(['http', 'http2', 'grpc', 'grpc-web', 'http_proxy', 'hbone']);
const TCP: ReadonlySet<string> = new Set(['tcp', 'https', 'tls', 'mongo', 'redis', 'mysql']);

/** What Kubernetes itself names in appProtocol. */
const KUBERNETES: ReadonlyMap<string, PortProtocol> = new Map([
  ['kubernetes.io/h2c', 'HTTP'],
  ['kubernetes.io/ws', 'HTTP'],
  ['kubernetes.io/wss', 'TCP'],
]);

/** SMTP, DNS, MySQL, MongoDB: servers that speak first, so that sniffing would stall. */
const SERVER_FIRST: ReadonlySet<number> = new Set([25, 53, 3306, 27017]);

/**
 * appProtocol when it is set, else the port's name, each up to its first hyphen (istio pkg/config/kube/conversion.go
 * ConvertProtocol, pkg/config/protocol/instance.go Parse).
 *
 * @param appProtocol undefined when the port does not set it.
 */
export function declaredProtocol(port: number, name: string, transport: string, appProtocol?: string): PortProtocol {
  if (transport === 'UDP') return 'UDP';
  const known = appProtocol === undefined ? undefined : KUBERNETES.get(appProtocol);
  if (known !== undefined) return known;
  const parsed = parseProtocol(firstPart(appProtocol ?? name));
  return parsed === 'UNDECLARED' && SERVER_FIRST.has(port) ? 'TCP' : parsed;
}

function firstPart(declared: string): string {
  const lower = declared.toLowerCase();
  return lower.startsWith('grpc-web') ? 'grpc-web' : (lower.split('-')[0] ?? '');
}

/** A protocol by its name, as a ServiceEntry port declares it. */
export function parseProtocol(protocol: string): PortProtocol {
  const lower = protocol.toLowerCase();
  if (lower === 'udp') return 'UDP';
  if (HTTP.has(lower)) return 'HTTP';
  return TCP.has(lower) ? 'TCP' : 'UNDECLARED';
}
