import { generateCluster } from './cluster.mjs';

/** What the API server and the kubelet add to an object, and no analysis reads. */
const ADDED = new Set([
  'blockOwnerDeletion',
  'containerStatuses',
  'creationTimestamp',
  'dnsPolicy',
  'enableServiceLinks',
  'generation',
  'imagePullPolicy',
  'internalTrafficPolicy',
  'ipFamilies',
  'ipFamilyPolicy',
  'lastTransitionTime',
  'message',
  'observedGeneration',
  'podIPs',
  'progressDeadlineSeconds',
  'qosClass',
  'reason',
  'resourceVersion',
  'restartPolicy',
  'revisionHistoryLimit',
  'schedulerName',
  'sessionAffinity',
  'terminationGracePeriodSeconds',
  'terminationMessagePath',
  'terminationMessagePolicy',
  'uid',
]);

/** The same cluster as people keep it in files: all objects, without the ballast that `kubectl get` prints. */
export function* leanCluster(options) {
  for (const object of generateCluster(options)) yield withoutAdded(object);
}

function withoutAdded(value) {
  if (Array.isArray(value)) return value.map(withoutAdded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !ADDED.has(key))
      .map(([key, child]) => [key, withoutAdded(child)]),
  );
}
