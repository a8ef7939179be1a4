import { describe, expect, it } from '@jest/globals';
import type { Ruling } from './groups';
import { layOut, NODE_HEIGHT, NODE_WIDTH } from '../picture/layout';
import { pictureOf } from './picture-model';

const policy = { kind: 'AuthorizationPolicy', namespace: 'payments', name: 'allow-read' };
const attachment = { what: 'app=ledger', where: 'pods in namespace payments' };
const workload = (name: string) => ({ kind: 'Deployment', namespace: 'payments', name });

function ruling(part: Partial<Ruling> = {}): Ruling {
  return {
    enforcer: { type: 'ZTUNNEL', namespace: 'istio-system', name: 'ztunnel' },
    effect: 'ALLOW_DENIES_ALL',
    pathClasses: [],
    rules: [],
    targets: [workload('ledger')],
    evidence: [],
    ...part,
  };
}

const nine = Array.from({ length: 9 }, (_, index) => workload(`w${index}`));

describe('the picture of a policy', () => {
  it('leads from the policy over its attachment and enforcer to what it applies to', () => {
    const { nodes, edges } = pictureOf(policy, [attachment], [ruling()]);
    expect(nodes.map(({ column, title }) => [column, title])).toEqual([
      [0, 'allow-read'],
      [1, 'app=ledger'],
      [2, 'ztunnel'],
      [3, 'payments/ledger'],
    ]);
    expect(edges).toHaveLength(3);
  });

  it('draws an enforcer once for each effect, and a shared target once', () => {
    const { nodes } = pictureOf(policy, [attachment], [ruling(), ruling({ effect: 'BYPASSED' }), ruling()]);
    expect(nodes.filter(({ column }) => column === 2).map(({ subtitle }) => subtitle)).toHaveLength(2);
    expect(nodes.filter(({ column }) => column === 3)).toHaveLength(1);
  });

  it('counts the targets that it does not draw', () => {
    const { nodes } = pictureOf(policy, [attachment], [ruling({ targets: nine })]);
    expect(nodes.at(-1)?.title).toBe('and 3 more');
  });
});

describe('its layout', () => {
  const layout = layOut(pictureOf(policy, [attachment], [ruling({ targets: nine }), ruling({ effect: 'AS_WRITTEN' })]));

  it('puts every column to the right of the one before', () => {
    const lefts = [0, 1, 2, 3].map(
      (column) => new Set(layout.nodes.filter((n) => n.column === column).map(({ x }) => x)),
    );
    expect(lefts.map(({ size }) => size)).toEqual([1, 1, 1, 1]);
    const [first = 0, second = 0] = lefts.flatMap((xs) => [...xs]);
    expect(second).toBeGreaterThan(first + NODE_WIDTH);
  });

  it('lets no node cover another, and draws all of them inside', () => {
    for (const a of layout.nodes) {
      expect(a.x >= 0 && a.y >= 0 && a.x + NODE_WIDTH <= layout.width && a.y + NODE_HEIGHT <= layout.height).toBe(true);
      for (const b of layout.nodes) {
        if (a !== b && a.column === b.column) expect(Math.abs(a.y - b.y)).toBeGreaterThanOrEqual(NODE_HEIGHT);
      }
    }
  });

  it('lists the targets of one enforcer in their order, the count of the rest last', () => {
    const drawn = layout.nodes.filter(({ column }) => column === 3).sort((a, b) => a.y - b.y);
    const titles = drawn.map(({ title }) => title).filter((title) => title !== 'payments/ledger');
    expect(titles).toEqual([...nine.slice(0, 6).map(({ name }) => `payments/${name}`), 'and 3 more']);
  });

  it('draws a line for every edge', () => {
    expect(layout.edges.every(({ path }) => /^M[\d.]+ [\d.]+C/.test(path))).toBe(true);
    expect(layout.edges).toHaveLength(11);
  });
});
