import type { Manifest } from '../../manifest/manifest.js';
import { fields, type Fields } from '../../model/narrow.js';
import type { Fault } from '../schema.js';
import { selectorFaults } from './attachment.js';
import { peerAuthenticationFaults, requestAuthenticationFaults } from './authentication.js';
import { authorizationPolicyFaults } from './authorization-policy.js';
import { telemetryFaults, trafficExtensionFaults, wasmPluginFaults } from './extensions.js';
import { FaultList } from './fault-list.js';
import { serviceEntryFaults, workloadEntryFaults } from './service-entry.js';
import { sidecarFaults } from './sidecar.js';
import { destinationRuleFaults, envoyFilterFaults, gatewayFaults } from './traffic.js';
import { virtualServiceFaults } from './virtual-service.js';

type SpecFaults = (spec: Fields, faults: FaultList, manifest: Manifest) => void;

const RULES: Readonly<Record<string, SpecFaults>> = {
  'extensions.istio.io/TrafficExtension': trafficExtensionFaults,
  'extensions.istio.io/WasmPlugin': wasmPluginFaults,
  'networking.istio.io/DestinationRule': destinationRuleFaults,
  'networking.istio.io/EnvoyFilter': envoyFilterFaults,
  'networking.istio.io/Gateway': gatewayFaults,
  // istio validation.go ValidateProxyConfig; its schema asks for the rest.
  'networking.istio.io/ProxyConfig': (spec, faults) => selectorFaults(spec.selector, ['selector'], faults),
  'networking.istio.io/ServiceEntry': serviceEntryFaults,
  'networking.istio.io/Sidecar': sidecarFaults,
  'networking.istio.io/VirtualService': virtualServiceFaults,
  'networking.istio.io/WorkloadEntry': workloadEntryFaults,
  'security.istio.io/AuthorizationPolicy': authorizationPolicyFaults,
  'security.istio.io/PeerAuthentication': peerAuthenticationFaults,
  'security.istio.io/RequestAuthentication': requestAuthenticationFaults,
  'telemetry.istio.io/Telemetry': telemetryFaults,
};

/**
 * What Istio's webhook and the CEL rules of its CRDs refuse of the objects of a kind whose types are right; the rules
 * answer null for nothing. undefined: a kind without rules.
 */
export function istioRules(group: string, kind: string): ((manifest: Manifest) => Fault[] | null) | undefined {
  const rules = RULES[`${group}/${kind}`];
  if (rules === undefined) return undefined;
  return (manifest) => {
    const list = new FaultList();
    rules(fields(manifest.body.spec), list, manifest);
    return list.faults.length === 0 ? null : list.faults;
  };
}
