import { field, fields, isFields, list, text, type Fields } from '../../model/narrow.js';
import { shown } from '../fault-text.js';
import { attachmentFaults } from './attachment.js';
import type { FaultList } from './fault-list.js';
import { mustNotBeEmpty } from './value-problems.js';

/** istio validation.go ValidatePeerAuthentication, and the CEL rules of its CRD. */
export function peerAuthenticationFaults(spec: Fields, faults: FaultList): void {
  attachmentFaults(spec, faults);
  if (!isFields(spec.portLevelMtls)) return;
  const ports = Object.keys(spec.portLevelMtls);
  if (Object.keys(fields(field(spec.selector, 'matchLabels'))).length === 0) {
    faults.add(
      ['portLevelMtls'],
      'must not be set without a selector: only the policy of a workload may speak of its ports',
    );
  }
  for (const port of ports) {
    if (/^[1-9]\d{0,4}$/.test(port) && Number(port) <= 65535) continue;
    faults.add(['portLevelMtls', port], 'must be a port number from 1 to 65535');
  }
}

/** istio validation.go ValidateRequestAuthentication, and the CEL rules of its CRD. */
export function requestAuthenticationFaults(spec: Fields, faults: FaultList): void {
  attachmentFaults(spec, faults);
  for (const [index, rule] of list(spec.jwtRules).entries()) jwtRuleFaults(fields(rule), ['jwtRules', index], faults);
}

function jwtRuleFaults(rule: Fields, path: readonly (string | number)[], faults: FaultList): void {
  if (text(rule.issuer) === '') faults.add([...path, 'issuer'], 'must be set');
  const [jwks, uri] = [text(rule.jwks), text(rule.jwksUri)];
  if (Object.hasOwn(rule, 'jwks') && Object.hasOwn(rule, 'jwksUri')) {
    faults.add([...path, 'jwksUri'], 'must not be set beside jwks; keep one of them');
  }
  if (uri !== '' && !/^https?:\/\/[^/?#\s]/i.test(uri)) {
    faults.add([...path, 'jwksUri'], `must begin with https:// or http:// and name a host, not ${shown(uri)}`);
  }
  if (jwks !== '' && !isKeySet(jwks))
    faults.add([...path, 'jwks'], 'must be a JSON Web Key Set: {"keys": [...]}, or one key');
  for (const name of ['audiences', 'fromParams', 'fromCookies']) {
    faults.addTexts([...path, name], list(rule[name]), mustNotBeEmpty);
  }
  for (const [index, header] of list(rule.fromHeaders).entries()) {
    if (text(field(header, 'name')) === '') faults.add([...path, 'fromHeaders', index, 'name'], 'must not be empty');
  }
  for (const [index, output] of list(rule.outputClaimToHeaders).entries()) {
    const [header, claim] = [text(field(output, 'header')), text(field(output, 'claim'))];
    const where = [...path, 'outputClaimToHeaders', index];
    if (claim === '') faults.add([...where, 'claim'], 'must not be empty');
    if (!/^[-_A-Za-z0-9]+$/.test(header)) {
      faults.add([...where, 'header'], `must be a header name of letters, digits, - and _, not ${shown(header)}`);
    }
  }
}

/** lestrrat-go/jwx jwk.Parse: a set, or one key. */
function isKeySet(jwks: string): boolean {
  try {
    const parsed: unknown = JSON.parse(jwks);
    const keys = field(parsed, 'keys');
    return keys === undefined ? text(field(parsed, 'kty')) !== '' : Array.isArray(keys) && keys.every(isFields);
  } catch {
    return false;
  }
}
