/** A namespace in ambient with a service, its workload, and an L7 ALLOW policy that ztunnel turns into deny-all. */
export const SHOP = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: cart, namespace: shop }
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ name: http, port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec: { serviceAccountName: cart, containers: [{ name: cart, image: example/cart:1 }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: cart-get, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  action: ALLOW
  rules:
    - to: [{ operation: { methods: [GET] } }]
`;

/** The same cluster after the fault was repaired: the policy speaks of what ztunnel can read. */
export const SHOP_REPAIRED = SHOP.replace('methods: [GET]', "ports: ['80']");

export const policy = (name: string, namespace = 'shop'): string => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: ${namespace} }
spec: { action: DENY, rules: [{ to: [{ operation: { ports: ['81'] } }] }] }
`;
