/** A small mesh with a policy that ztunnel cannot enforce; the options are what tests change. */
export interface Shop {
  /** Methods of the DENY policy; [] leaves the policy out. */
  readonly denied?: readonly string[];
  readonly replicas?: number;
  /** Comment lines before everything: moves all lines. */
  readonly commentLines?: number;
}

export function shopYaml({ denied = ['DELETE'], replicas = 2, commentLines = 0 }: Shop = {}): string {
  const documents = [
    `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: { istio.io/dataplane-mode: ambient }`,
    `apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec:
  selector: { app: cart }
  ports: [{ port: 80, name: http }]`,
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec:
      serviceAccountName: cart
      containers: [{ name: cart, image: cart }]`,
    denied.length === 0
      ? ''
      : `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: no-writes, namespace: shop }
spec:
  action: DENY
  rules:
    - to:
        - operation: { methods: [${denied.join(', ')}] }`,
  ];
  return `${'# moved\n'.repeat(commentLines)}${documents.filter((text) => text !== '').join('\n---\n')}\n`;
}
