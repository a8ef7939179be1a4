import { graphql } from '../api/generated';
import type { TopologyPictureFragment } from '../api/generated/graphql';
import { Panel } from '../frame/panel';
import { Drawing } from '../picture/drawing';
import { Empty } from '../state/empty';
import { pictureOf } from './picture-of';

graphql(`
  fragment TopologyPicture on Topology {
    workloads {
      object {
        kind
        namespace
        name
      }
      pods
      captured
      sidecars
      captureReasons
    }
    services {
      object {
        kind
        namespace
        name
      }
      workloads {
        kind
        namespace
        name
      }
      waypoint {
        kind
        namespace
        name
      }
      binding
      routedFrom {
        kind
        namespace
        name
      }
      ways {
        pathClass
        bypasses
        guarded
      }
    }
    gateways {
      object {
        kind
        namespace
        name
      }
      ready
    }
  }
`);

export function TopologyPicture({ topology }: { topology: TopologyPictureFragment }) {
  const model = pictureOf(topology);
  if (model.nodes.length === 0) {
    return (
      <Panel id="picture" title="The way of the traffic" flush>
        <Empty title="Nothing runs here">The namespace has neither workloads nor services.</Empty>
      </Panel>
    );
  }
  const isOpen = model.edges.some(({ tone }) => tone === 'no-effect');
  return (
    <Panel
      id="picture"
      title="The way of the traffic"
      note={
        isOpen
          ? 'Dashed: callers of the pods themselves go around the waypoint, and no policy asks who they are.'
          : undefined
      }
    >
      <Drawing model={model}>
        <p>The tables below tell it in words.</p>
      </Drawing>
    </Panel>
  );
}
