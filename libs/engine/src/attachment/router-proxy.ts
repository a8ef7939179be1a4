import type { AttachmentSettings, EnvoyProxy } from './attaches.js';
import type { ClusterModel, Gateway, Labels } from '../model/model.js';

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** A gateway that is a router, as attachment sees it. */
export const routerProxy = (gateway: Gateway): EnvoyProxy => ({
  namespace: gateway.namespace,
  labels: routerLabels(gateway),
  isWaypoint: false,
  gatewayName: gateway.name,
  service: null,
});

// Without pods in the snapshot: istiod gives the pods it deploys the Gateway's own labels and its name.
function routerLabels({ workloads, labels, name }: Gateway): Labels {
  return workloads[0]?.labels ?? { ...labels, [GATEWAY_NAME]: name };
}

export const routerSettings = ({ mesh }: ClusterModel): AttachmentSettings => ({
  rootNamespace: mesh.rootNamespace,
  selectorsReachGateways: mesh.features['ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY'] !== false,
});
