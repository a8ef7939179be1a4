import { describe, expect, it } from '@jest/globals';
import type { TopologyPictureFragment } from '../api/generated/graphql';
import { layOut, NODE_HEIGHT } from '../picture/layout';
import { pictureOf, SERVICES_DRAWN } from './picture-of';

type Service = TopologyPictureFragment['services'][number];
type Workload = TopologyPictureFragment['workloads'][number];

const named = (kind: string, name: string) => ({ kind, namespace: 'shop', name });
const waypoint = named('Gateway', 'waypoint');

const workload = (name: string, part: Partial<Workload> = {}): Workload => ({
  object: named('Deployment', name),
  pods: 1,
  captured: 1,
  sidecars: 0,
  captureReasons: ['REDIRECTION_ENABLED'],
  ...part,
});

const service = (name: string, part: Partial<Service> = {}): Service => ({
  object: named('Service', name),
  workloads: [named('Deployment', name)],
  waypoint,
  binding: 'BOUND',
  routedFrom: [],
  ways: [{ pathClass: 'POD_ADDRESSED', bypasses: false, guarded: false }],
  ...part,
});

const picture = (services: Service[], workloads: Workload[]) =>
  pictureOf({ services, workloads, gateways: [{ object: waypoint, ready: 'READY' }] });

const lines = ({ nodes, edges }: ReturnType<typeof picture>) => {
  const titles = new Map(nodes.map(({ id, title }) => [id, title]));
  return edges.map(({ from, to, tone }) => `${titles.get(from)} → ${titles.get(to)} ${tone}`);
};

describe('the picture of a namespace', () => {
  it('leads from a gateway over service and waypoint to the workload', () => {
    const shop = picture([service('cart', { routedFrom: [named('Gateway', 'ingress')] })], [workload('cart')]);
    expect(lines(shop)).toEqual(['ingress → cart plain', 'cart → waypoint as-written', 'waypoint → cart as-written']);
  });

  it('leads straight to the workload where there is no waypoint, and says why there is none', () => {
    const shop = picture([service('cart', { waypoint: null, binding: 'WAYPOINT_MISSING' })], [workload('cart')]);
    expect(lines(shop)).toEqual(['cart → cart plain']);
    expect(shop.nodes.map(({ subtitle }) => subtitle)).toContain('no waypoint: the one it names is missing');
  });

  it('shows the way around a waypoint where nobody asks who comes, and only there', () => {
    const open = [{ pathClass: 'POD_ADDRESSED', bypasses: true, guarded: false }] as const;
    const guarded = [{ pathClass: 'POD_ADDRESSED', bypasses: true, guarded: true }] as const;
    const shop = picture(
      [service('cart', { ways: [...open] }), service('web', { ways: [...guarded] })],
      [workload('cart'), workload('web')],
    );
    expect(lines(shop).filter((line) => line.endsWith('no-effect'))).toEqual(['around the waypoint → cart no-effect']);
  });

  it('leaves out columns in which nothing stands', () => {
    const { columns, nodes } = picture([service('cart')], [workload('cart')]);
    expect(columns).toEqual(['Service', 'Waypoint', 'Workload']);
    expect(nodes.map(({ title, column }) => [title, column])).toContainEqual(['waypoint', 1]);
  });

  it('counts what it does not draw', () => {
    const many = Array.from({ length: SERVICES_DRAWN + 3 }, (_, index) => service(`s${index}`, { workloads: [] }));
    expect(picture(many, []).nodes.map(({ title }) => title)).toContain('and 3 more');
  });

  it('lets no node cover another, whatever hangs together', () => {
    const services = ['a', 'b', 'c'].map((name, index) => service(name, index === 1 ? { waypoint: null } : {}));
    const { nodes } = layOut(
      picture(
        services,
        ['a', 'b', 'c', 'alone', 'apart'].map((name) => workload(name)),
      ),
    );
    for (const a of nodes) {
      for (const b of nodes) {
        if (a !== b && a.column === b.column) expect(Math.abs(a.y - b.y)).toBeGreaterThanOrEqual(NODE_HEIGHT);
      }
    }
  });
});
