import { type Answer, ask } from '../api/ask';
import { graphql } from '../api/generated';
import type {
  PolicyVerdictFragment,
  PolicyVerdictsQuery,
  PolicyVerdictsQueryVariables,
} from '../api/generated/graphql';

const PolicyVerdictsDocument = graphql(`
  query PolicyVerdicts($id: ID!, $after: String) {
    policy(id: $id) {
      verdicts(first: 100, after: $after) {
        totalCount
        nodes {
          ...PolicyVerdict
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
  fragment PolicyVerdict on Verdict {
    id
    cluster {
      name
    }
    enforcer {
      type
      namespace
      name
    }
    pathClass
    effect
    rules {
      index
      effect
    }
    targets {
      kind
      namespace
      name
    }
    evidence {
      fact
      object {
        kind
        namespace
        name
      }
      field
      file
      line
    }
  }
`);

/** The API pages by a hundred; a policy with more than this is shown in part, and the page says so. */
const MOST_PAGES = 10;

export interface Verdicts {
  readonly verdicts: readonly PolicyVerdictFragment[];
  readonly total: number;
}

export async function loadVerdicts(policyId: string): Promise<Answer<Verdicts>> {
  const verdicts: PolicyVerdictFragment[] = [];
  const variables: PolicyVerdictsQueryVariables = { id: policyId };
  let total = 0;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer: Answer<PolicyVerdictsQuery> = await ask(PolicyVerdictsDocument, variables);
    if (answer.failure) return answer;
    const connection = answer.data.policy?.verdicts;
    if (!connection) break;
    verdicts.push(...connection.nodes);
    total = connection.totalCount;
    if (!connection.pageInfo.hasNextPage) break;
    variables.after = connection.pageInfo.endCursor;
  }
  return { data: { verdicts, total }, failure: null };
}
