import { field, fields, isFields, list, text, type Fields } from '../../model/narrow.js';
import { shown } from '../fault-text.js';
import type { Path } from './destinations.js';
import type { FaultList } from './fault-list.js';

const NAME = /^[-!#$%&'*+.^_`|~A-Za-z0-9]+$/;
const PSEUDO = [':method', ':scheme', ':authority', ':path', ':status'];
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;

export const isHeaderName = (name: string): boolean => NAME.test(name);

/** istio validation.go ValidateHTTPHeaderNameOrJwtClaimRoute. */
export const isMatchedName = (name: string): boolean =>
  isHeaderName(name) || PSEUDO.includes(name) || name.startsWith('@request.auth.claims');

const isAuthority = (name: string): boolean => [':authority', 'host'].includes(name.toLowerCase());
const isInternal = (name: string): boolean => name.startsWith(':') || name.toLowerCase() === 'host';

/** What is added, set and removed: istio virtualservice.go validateHTTPRoute, ValidateHTTPHeaderOperationName. */
export function headersFaults(headers: unknown, path: Path, faults: FaultList): void {
  if (!isFields(headers)) return;
  for (const side of ['request', 'response']) {
    for (const operation of ['add', 'set']) {
      for (const [name, value] of Object.entries(fields(field(headers[side], operation)))) {
        const where = [...path, side, operation, name];
        if (isRefused(name, side === 'request')) faults.add(where, 'is a header that Envoy does not change');
        else if (CONTROL.test(text(value))) faults.add(where, 'must not have control characters');
      }
    }
    faults.addTexts([...path, side, 'remove'], list(field(headers[side], 'remove')), (name) =>
      isRefused(name, false) ? `must be a header that can be removed, not ${shown(name)}` : null,
    );
  }
}

const isRefused = (name: string, mayBeAuthority: boolean): boolean =>
  name === '' || (isInternal(name) && !(mayBeAuthority && isAuthority(name)));

/** validateAuthorityRewrite: one place only may write the authority. */
export function authorityFaults(route: Fields, path: Path, faults: FaultList): void {
  const request = field(route.headers, 'request');
  if (request === undefined) return;
  let isWritten = text(field(route.rewrite, 'authority')) !== '';
  for (const operation of ['set', 'add']) {
    for (const [name, value] of Object.entries(fields(field(request, operation)))) {
      if (!isAuthority(name)) continue;
      if (isWritten) {
        return faults.add([...path, 'headers', 'request', operation, name], 'must not write the authority twice');
      }
      isWritten = text(value) !== '';
    }
  }
}
