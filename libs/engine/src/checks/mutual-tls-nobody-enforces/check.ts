import { selectWorkloads } from '../../model/workload-index.js';
import { defineCheck } from '../define-check.js';
import { isInMesh, modePath, peerAuthentications, portPath } from '../mutual-tls.js';
import { nameOf } from '../say.js';

export const mutualTlsNobodyEnforces = defineCheck({
  id: 'mutual-tls-nobody-enforces',
  severity: 'warning',
  title: 'STRICT mTLS for pods outside the mesh',
  why: 'The ztunnel or the sidecar of the destination refuses plaintext. These pods have neither, so everybody reaches them in plaintext.',
  fix: 'Enrol the pods (`istio.io/dataplane-mode: ambient` on the namespace or the pod template).',
  source: 'istio architecture/ambient/peer-authentication.md (semantics 6.3; 10.5 PA_ON_UNCAPTURED)',

  run({ model, index }, report) {
    for (const policy of index.once(peerAuthentications).all) {
      if (policy.namespace === model.mesh.rootNamespace) continue; // STRICT for the mesh is for what is in the mesh
      const [strictPort] = [...policy.portModes].find(([, mode]) => mode === 'STRICT') ?? [];
      if (policy.mode !== 'STRICT' && strictPort === undefined) continue;
      const selected = selectWorkloads(model, policy.namespace, policy.selector?.matchLabels ?? {});
      const pods = selected.filter(
        ({ gateway, classicGateway, capture }) =>
          gateway === null && !classicGateway && capture.reason !== 'TERMINATED',
      );
      if (pods.length === 0 || pods.some(isInMesh)) continue;
      report({
        manifest: policy.manifest,
        field: policy.mode === 'STRICT' || strictPort === undefined ? modePath : portPath(strictPort),
        message: `${nameOf(policy)} asks for mTLS, but none of its pods is in the mesh: nobody refuses plaintext`,
        affected: pods.map(({ owner }) => owner),
      });
    }
  },
});
