import { field, fields, list, text } from '../../model/narrow.js';

const STRINGS = ['uri', 'scheme', 'method', 'authority'];
const MAPS = ['headers', 'withoutHeaders', 'queryParams'];

/**
 * Whether istiod leaves a rule out of what it delegates to: some match of it lies in no match of the rule that
 * delegates (Istio model/virtualservice.go mergeHTTPMatchRequests).
 */
export function isOutside(delegating: unknown, delegated: unknown): boolean {
  const roots = list(field(delegating, 'match'));
  if (roots.length === 0) return false;
  return list(field(delegated, 'match')).some((leaf) => roots.every((root) => conflict(root, leaf)));
}

/** model/virtualservice.go hasConflict */
function conflict(root: unknown, leaf: unknown): boolean {
  if (STRINGS.some((name) => stringConflict(field(root, name), field(leaf, name)))) return true;
  const isMapLost = MAPS.some((name) =>
    Object.entries(fields(field(leaf, name))).some(([key, value]) =>
      stringConflict(field(field(root, name), key), value),
    ),
  );
  if (isMapLost) return true;
  if ((field(root, 'ignoreUriCase') === true) !== (field(leaf, 'ignoreUriCase') === true)) return true;
  const [rootPort, leafPort] = [field(root, 'port'), field(leaf, 'port')];
  if (rootPort !== undefined && leafPort !== undefined && rootPort !== leafPort) return true;
  const namespace = text(field(root, 'sourceNamespace'));
  if (namespace !== '' && text(field(leaf, 'sourceNamespace')) !== namespace) return true;
  return labelsConflict(root, leaf) || gatewaysConflict(root, leaf);
}

function labelsConflict(root: unknown, leaf: unknown): boolean {
  const wanted = fields(field(root, 'sourceLabels'));
  const labels = Object.entries(fields(field(leaf, 'sourceLabels')));
  return labels.some(([key, value]) => Object.hasOwn(wanted, key) && wanted[key] !== value);
}

function gatewaysConflict(root: unknown, leaf: unknown): boolean {
  const [roots, leaves] = [list(field(root, 'gateways')), list(field(leaf, 'gateways'))];
  return roots.length > 0 && leaves.some((gateway) => !roots.includes(gateway));
}

/** model/virtualservice.go stringMatchConflict */
function stringConflict(root: unknown, leaf: unknown): boolean {
  if (root === undefined || leaf === undefined) return false;
  const [exact, prefix] = [text(field(root, 'exact')), text(field(root, 'prefix'))];
  const [leafExact, leafPrefix] = [text(field(leaf, 'exact')), text(field(leaf, 'prefix'))];
  const hasRegex = (match: unknown) => text(field(match, 'regex')) !== '';
  if (hasRegex(root) || hasRegex(leaf)) return true;
  if (exact !== '') return leafPrefix !== '' || leafExact !== exact;
  if (prefix === '') return true;
  return !(leafPrefix === '' ? leafExact : leafPrefix).startsWith(prefix);
}
