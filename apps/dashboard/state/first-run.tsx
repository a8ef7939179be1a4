import { apiUrl } from '../api/ask';
import classes from './state.module.css';

/** The first thing a new installation shows: how the first cluster gets in. */
export function FirstRun() {
  const upload = `kubectl get namespaces,pods,services,serviceaccounts,endpointslices,configmaps \\
  --all-namespaces -o yaml > cluster.yaml
kubectl get deployments,replicasets,statefulsets,daemonsets,istio-io,gateway-api \\
  --all-namespaces -o yaml > more.yaml
npx waymark upload --server ${apiUrl()} --cluster my-cluster cluster.yaml more.yaml`;
  const curl = `(cat cluster.yaml; echo ---; cat more.yaml) > all.yaml
curl --data-binary @all.yaml -H 'Content-Type: application/yaml' \\
  ${apiUrl()}/v1/clusters/my-cluster/snapshots`;
  return (
    <section className={classes.first} aria-labelledby="first-run">
      <h2 id="first-run">Upload the first cluster</h2>
      <p>
        Waymark needs no access to a cluster. Give it the manifests, from a file, a folder of Helm output or CI, and
        this page shows which policies are enforced, by whom, and with what effect.
      </p>
      <ol>
        <li>
          <h3>Write the manifests to a file and upload them</h3>
          <pre tabIndex={0}>
            <code>{upload}</code>
          </pre>
        </li>
        <li>
          <h3>Or, without the command line tool</h3>
          <pre tabIndex={0}>
            <code>{curl}</code>
          </pre>
        </li>
        <li>
          <h3>Reload this page</h3>
          <p>An upload is analysed in seconds. Secrets are dropped before anything is stored.</p>
        </li>
      </ol>
    </section>
  );
}
