import { field, list, text, type Fields } from '../../model/narrow.js';
import { shown } from '../fault-text.js';
import { attachmentFaults } from './attachment.js';
import type { FaultList } from './fault-list.js';

const URL_WITH_SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;
const SCHEMES = ['file', 'http', 'https', 'oci'];

/** istio validation.go ValidateWasmPlugin. */
export function wasmPluginFaults(spec: Fields, faults: FaultList): void {
  attachmentFaults(spec, faults);
  const url = text(spec.url);
  const scheme = URL_WITH_SCHEME.exec(url)?.[1]?.toLowerCase();
  if (url === '') faults.add(['url'], 'must be set');
  else if (/\s/.test(url)) faults.add(['url'], `must be a URL, not ${shown(url)}`);
  else if (scheme !== undefined && !SCHEMES.includes(scheme)) {
    faults.add(['url'], `must have one of the schemes ${SCHEMES.join(', ')}, not ${scheme}`);
  }
  const sha256 = text(spec.sha256);
  if (sha256 !== '' && !/^[a-f0-9]{64}$/.test(sha256))
    faults.add(['sha256'], 'must have 64 of the characters 0-9 and a-f');
  const names = new Set<string>();
  for (const [index, variable] of list(field(spec.vmConfig, 'env')).entries()) {
    const name = text(field(variable, 'name'));
    const path = ['vmConfig', 'env', index];
    if (name === '' || names.has(name))
      faults.add([...path, 'name'], name === '' ? 'must not be empty' : `must not repeat ${shown(name)}`);
    names.add(name);
    if (text(field(variable, 'valueFrom')) === 'HOST' && text(field(variable, 'value')) !== '') {
      faults.add([...path, 'value'], 'must not be set, as valueFrom is HOST');
    }
  }
}

const MOST_LUA = 65_536;

/** The CEL rules and limits of TrafficExtension's CRD (istio api extensions/v1alpha1 traffic_extension.proto). */
export function trafficExtensionFaults(spec: Fields, faults: FaultList): void {
  attachmentFaults(spec, faults);
  const { wasm, lua } = spec;
  if (wasm !== undefined && lua !== undefined) faults.add(['lua'], 'must not be set beside wasm; keep one of them');
  if (wasm === undefined && lua === undefined) faults.add(['wasm'], 'must be set, or lua');
  if (wasm !== undefined && text(field(wasm, 'url')) === '') faults.add(['wasm', 'url'], 'must be set');
  const sha256 = text(field(wasm, 'sha256'));
  if (sha256 !== '' && !/^[a-f0-9]{64}$/.test(sha256))
    faults.add(['wasm', 'sha256'], 'must have 64 of the characters 0-9 and a-f');
  const code = text(field(lua, 'inlineCode'));
  if (lua !== undefined && (code === '' || code.length > MOST_LUA))
    faults.add(['lua', 'inlineCode'], `must have 1 to ${MOST_LUA} characters`);
}

/** istio validation.go ValidateTelemetry. */
export function telemetryFaults(spec: Fields, faults: FaultList): void {
  attachmentFaults(spec, faults);
  for (const part of ['metrics', 'tracing', 'accessLogging']) {
    for (const [index, entry] of list(spec[part]).entries()) {
      for (const [at, provider] of list(field(entry, 'providers')).entries()) {
        if (text(field(provider, 'name')) === '')
          faults.add([part, index, 'providers', at, 'name'], 'must not be empty');
      }
    }
  }
}
