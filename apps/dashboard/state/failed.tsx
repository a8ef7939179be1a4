import { IconPlugConnectedX } from '@tabler/icons-react';
import { apiUrl } from '../api/ask';
import type { ApiFailure, FailureReason } from '../api/failure';
import classes from './state.module.css';

const HEADLINES: Record<FailureReason, string> = {
  UNREACHABLE: 'The Waymark API does not answer',
  SLOW: 'The Waymark API takes too long',
  UNAUTHORISED: 'The Waymark API refuses this dashboard',
  BAD_ADDRESS: 'This address asks for something that is not there',
  BROKEN: 'The Waymark API could not answer',
};

/** Why a page has no data, and what to do about it. The frame around it stays usable. */
export function Failed({ failure }: { failure: ApiFailure }) {
  return (
    <section className={classes.state} role="alert" data-failure={failure.reason}>
      <IconPlugConnectedX size={28} stroke={1.5} aria-hidden />
      <h2>{HEADLINES[failure.reason]}</h2>
      <div className={classes.words}>{whatToDo(failure)}</div>
      <p>
        {/* A plain link: it asks the server again even when the browser holds this page. */}
        <a href="" className={classes.button}>
          Try again
        </a>
      </p>
      <p className={classes.small}>
        Request <code>{failure.requestId}</code>
      </p>
    </section>
  );
}

function whatToDo({ reason, message }: ApiFailure) {
  switch (reason) {
    case 'UNREACHABLE':
      return (
        <p>
          Start it (<code>npm start</code>), or tell the dashboard where it is with <code>WAYMARK_API_URL</code>. Asked:{' '}
          <code>{apiUrl()}</code>.
        </p>
      );
    case 'SLOW':
      return (
        <p>It may be busy with a large upload. Try again in a minute; if that does not help, look into its log.</p>
      );
    case 'UNAUTHORISED':
      return (
        <p>
          Create a read token (<code>npx waymark admin token create</code>) and give it to the dashboard as{' '}
          <code>WAYMARK_API_TOKEN</code>. It said: {message}
        </p>
      );
    case 'BAD_ADDRESS':
      return (
        <p>Open the page again from the menu: the list may have changed since this link was made. It said: {message}</p>
      );
    case 'BROKEN':
      return <p>Look for the request id below in the log of the API. It said: {message}</p>;
  }
}
