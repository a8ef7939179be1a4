import { field, fields, isFields, list, text, wholeNumber, type Fields } from '../../model/narrow.js';
import { shown } from '../fault-text.js';
import type { Path } from './destinations.js';
import { durationFaults } from './durations.js';
import type { FaultList } from './fault-list.js';
import { addressOrHostProblem } from './hosts.js';

const OF_PORTS = ['outlierDetection', 'connectionPool', 'loadBalancer', 'tls'];
const PARTS = [...OF_PORTS, 'portLevelSettings', 'tunnel', 'proxyProtocol', 'retryBudget'];

/** istio validation.go validateTrafficPolicy. */
export function trafficPolicyFaults(policy: unknown, path: Path, faults: FaultList): void {
  if (!isFields(policy)) return;
  if (PARTS.every((part) => policy[part] === undefined)) faults.add(path, `must have one of ${PARTS.join(', ')}`);
  if (policy.tunnel !== undefined && policy.proxyProtocol !== undefined)
    return faults.add([...path, 'proxyProtocol'], 'must not be set beside tunnel; keep one of them');
  partsFaults(policy, path, faults);
  if (isFields(policy.tunnel)) tunnelFaults(policy.tunnel, [...path, 'tunnel'], faults);
  for (const [index, settings] of list(policy.portLevelSettings).entries()) {
    const where = [...path, 'portLevelSettings', index];
    if (field(settings, 'port') === undefined) faults.add([...where, 'port'], 'must be set');
    if (OF_PORTS.every((part) => field(settings, part) === undefined))
      faults.add(where, `must have one of ${OF_PORTS.join(', ')}`);
    else partsFaults(fields(settings), where, faults);
  }
}

function partsFaults(policy: Fields, path: Path, faults: FaultList): void {
  const { outlierDetection, connectionPool, loadBalancer, tls } = policy;
  if (isFields(outlierDetection)) outlierFaults(outlierDetection, [...path, 'outlierDetection'], faults);
  connectionPoolFaults(connectionPool, [...path, 'connectionPool'], faults);
  if (isFields(loadBalancer)) balancerFaults(loadBalancer, [...path, 'loadBalancer'], faults);
  if (isFields(tls)) tlsFaults(tls, [...path, 'tls'], faults);
}

/** validateOutlierDetection. */
function outlierFaults(outlier: Fields, path: Path, faults: FaultList): void {
  durationFaults(outlier, ['baseEjectionTime', 'interval'], path, faults);
  if (outlier.splitExternalLocalOriginErrors !== true && (wholeNumber(outlier.consecutiveLocalOriginFailures) ?? 0) > 0)
    faults.add(
      [...path, 'consecutiveLocalOriginFailures'],
      'must not be set unless splitExternalLocalOriginErrors is true',
    );
  for (const name of ['maxEjectionPercent', 'minHealthPercent']) {
    const percent = wholeNumber(outlier[name]) ?? 0;
    if (percent < 0 || percent > 100) faults.add([...path, name], `must be from 0 to 100, not ${percent}`);
  }
}

const COUNTS: Readonly<Record<string, readonly string[]>> = {
  http: [
    'http1MaxPendingRequests',
    'http2MaxRequests',
    'maxRequestsPerConnection',
    'maxRetries',
    'maxConcurrentStreams',
  ],
  tcp: ['maxConnections'],
};

/** validateConnectionPool. */
export function connectionPoolFaults(pool: unknown, path: Path, faults: FaultList): void {
  if (!isFields(pool)) return;
  if (pool.http === undefined && pool.tcp === undefined) return faults.add(path, 'must have http, tcp or both');
  for (const [part, names] of Object.entries(COUNTS)) {
    for (const name of names) {
      const count = wholeNumber(field(pool[part], name)) ?? 0;
      if (count < 0) faults.add([...path, part, name], `must be at least 0, not ${count}`);
    }
  }
  const [http, tcp] = [fields(pool.http), fields(pool.tcp)];
  durationFaults(http, ['idleTimeout'], [...path, 'http'], faults);
  if (http.h2UpgradePolicy === 'UPGRADE' && http.useClientProtocol === true)
    faults.add([...path, 'http', 'useClientProtocol'], 'must not be true, as h2UpgradePolicy is UPGRADE');
  durationFaults(tcp, ['connectTimeout', 'maxConnectionDuration', 'idleTimeout'], [...path, 'tcp'], faults);
  durationFaults(fields(tcp.tcpKeepalive), ['time', 'interval'], [...path, 'tcp', 'tcpKeepalive'], faults);
}

const LARGEST_TABLE = 5_000_011;

/** validateLoadBalancer. */
function balancerFaults(balancer: Fields, path: Path, faults: FaultList): void {
  const { consistentHash: hash, localityLbSetting: locality } = balancer;
  const where = [...path, 'consistentHash'];
  const cookie = field(hash, 'httpCookie');
  if (cookie !== undefined && text(field(cookie, 'name')) === '')
    faults.add([...where, 'httpCookie', 'name'], 'must not be empty');
  const hasAlgorithm = field(hash, 'maglev') !== undefined || field(hash, 'ringHash') !== undefined;
  if (hasAlgorithm && (wholeNumber(field(hash, 'minimumRingSize')) ?? 0) !== 0)
    faults.add([...where, 'minimumRingSize'], 'must not be set beside maglev or ringHash');
  const maglev = field(hash, 'maglev');
  const size = wholeNumber(field(maglev, 'tableSize')) ?? 0;
  if (maglev !== undefined && (size >= LARGEST_TABLE || !isPrime(size)))
    faults.add([...where, 'maglev', 'tableSize'], `must be a prime number below ${LARGEST_TABLE}, not ${size}`);
  if (isFields(locality)) localityFaults(locality, [...path, 'localityLbSetting'], faults);
  durationFaults(balancer, ['warmupDurationSecs'], path, faults);
}

function isPrime(number: number): boolean {
  if (number < 2 || (number > 2 && number % 2 === 0)) return number === 2;
  for (let factor = 3; factor * factor <= number; factor += 2) if (number % factor === 0) return false;
  return true;
}

/** istio pkg/config/validation/agent ValidateLocalityLbSetting, but for localities that overlap. */
function localityFaults(locality: Fields, path: Path, faults: FaultList): void {
  const distribute = list(locality.distribute);
  const failover = list(locality.failover);
  if (distribute.length > 0 && failover.length > 0)
    return faults.add([...path, 'failover'], 'must not be set beside distribute; keep one of them');
  for (const [index, entry] of distribute.entries()) {
    const weights = Object.values(fields(field(entry, 'to'))).map((weight) => wholeNumber(weight) ?? 0);
    const sum = weights.reduce((all, weight) => all + weight, 0);
    if (weights.includes(0) || sum !== 100)
      faults.add([...path, 'distribute', index, 'to'], `must have weights from 1 that add up to 100, not ${sum}`);
  }
  for (const [index, entry] of failover.entries()) {
    const [from, to] = ['from', 'to'].map((side) => text(field(entry, side)));
    const where = [...path, 'failover', index];
    if (from === to) faults.add(where, 'must lead to another region');
    if (/[/*]/.test(`${from}${to}`)) faults.add(where, 'must name regions only, without / and *');
  }
}

const CERTIFICATES = ['clientCertificate', 'caCertificates', 'privateKey', 'caCrl'];

/** agent ValidateTLS. */
function tlsFaults(tls: Fields, path: Path, faults: FaultList): void {
  const mode = text(tls.mode);
  if ((mode === 'SIMPLE' || mode === 'MUTUAL') && text(tls.credentialName) !== '') {
    const other = CERTIFICATES.find((name) => text(tls[name]) !== '');
    if (other !== undefined) faults.add([...path, other], 'must not be set beside credentialName');
    return;
  }
  if (mode !== 'MUTUAL') return;
  for (const name of ['clientCertificate', 'privateKey'])
    if (text(tls[name]) === '') faults.add([...path, name], 'must be set, as the mode is MUTUAL');
}

/** validateTunnelSettings. */
function tunnelFaults(tunnel: Fields, path: Path, faults: FaultList): void {
  const protocol = text(tunnel.protocol);
  if (protocol !== '' && protocol !== 'CONNECT' && protocol !== 'POST')
    faults.add([...path, 'protocol'], `must be CONNECT or POST, not ${shown(protocol)}`);
  const problem = addressOrHostProblem(text(tunnel.targetHost));
  if (problem !== null) faults.add([...path, 'targetHost'], problem);
  const port = wholeNumber(tunnel.targetPort) ?? 0;
  if (port < 1 || port > 65535) faults.add([...path, 'targetPort'], `must be from 1 to 65535, not ${port}`);
}
