import { notOneOf } from '../fault-text.js';

/** istio pkg/config/protocol Parse, in any case. */
const HTTP = ['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-WEB', 'GRPC-WEB-TEXT'];
const TLS = ['HTTPS', 'TLS'];
const OTHERS = ['TCP', 'UDP', 'MONGO', 'REDIS', 'MYSQL', 'HBONE', 'DOUBLE-HBONE', 'AUTO'];
const KNOWN = [...HTTP, ...TLS, ...OTHERS];

/** istio validation.go ValidateProtocol; empty: found out by looking. */
export const protocolProblem = (protocol: string): string | null =>
  protocol === '' || KNOWN.includes(protocol.toUpperCase()) ? null : notOneOf(protocol, KNOWN);

export const isPlaintextProtocol = (protocol: string): boolean => ![...HTTP, ...TLS].includes(protocol.toUpperCase());

export const isTlsProtocol = (protocol: string): boolean => TLS.includes(protocol.toUpperCase());
export const isHttpProtocol = (protocol: string): boolean => HTTP.includes(protocol.toUpperCase());
