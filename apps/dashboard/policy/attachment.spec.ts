import { describe, expect, it } from '@jest/globals';
import { attachmentsAsWritten } from './attachment';

const attached = (spec: string, namespace = 'payments') =>
  attachmentsAsWritten(`spec: ${spec}\n`, namespace, 'mesh-root');

describe('what a manifest says it attaches to', () => {
  it('is each of its targetRefs, in its own namespace unless they name one', () => {
    expect(
      attached('{targetRefs: [{kind: Service, name: ledger}, {kind: Service, name: fx, namespace: bank}]}'),
    ).toEqual([
      { what: 'payments/ledger', where: 'Service' },
      { what: 'bank/fx', where: 'Service' },
    ]);
  });

  it('is the old single targetRef', () => {
    expect(attached('{targetRef: {kind: Gateway, name: waypoint}}')).toEqual([
      { what: 'payments/waypoint', where: 'Gateway' },
    ]);
  });

  it('is a class without a namespace', () => {
    expect(attached('{targetRefs: [{kind: GatewayClass, name: istio-waypoint}]}')).toEqual([
      { what: 'istio-waypoint', where: 'GatewayClass' },
    ]);
  });

  it('is a Gateway for a parentRef that names no kind', () => {
    expect(attached('{parentRefs: [{name: public}]}')).toEqual([{ what: 'payments/public', where: 'Gateway' }]);
  });

  it('is the pods that its labels select', () => {
    expect(attached('{selector: {matchLabels: {app: ledger, tier: web}}}')).toEqual([
      { what: 'app=ledger, tier=web', where: 'pods in namespace payments' },
    ]);
    expect(attached('{workloadSelector: {labels: {app: ledger}}}')).toEqual([
      { what: 'app=ledger', where: 'pods in namespace payments' },
    ]);
  });

  it('is everything without any, and the whole mesh from the root namespace', () => {
    expect(attached('{}')).toEqual([{ what: 'everything', where: 'in namespace payments' }]);
    expect(attached('{}', 'mesh-root')).toEqual([{ what: 'everything', where: 'in the whole mesh' }]);
  });
});
