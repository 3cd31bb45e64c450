/** The buyer's page. */
import { open } from '../common/session.js';
import { t, won } from '../common/text.js';
import { account } from './account.js';
import { matches, teamName } from './matches.js';
import { purchases } from './purchases.js';
import { tickets } from './tickets.js';
import { speak } from './words.js';
import './app.js';

const AGAIN = 3_000;

/** Who it is does not hold up what is for everybody. */
async function begin() {
  try {
    await open();
  } catch (e) {
    console.warn('it is not known yet who is signed in', e);
    setTimeout(() => void begin(), AGAIN);
    return;
  }
  account.start();
  tickets.start();
  purchases.start();
}

matches.start();
void begin();

tickets.onChange((ticket, before) => {
  if (before && before.status !== ticket.status) {
    const team = teamName(matches.get(ticket.matchId), ticket.team);
    speak(`${team} ${won(ticket.stake)}: ${t(`ticket.${ticket.status}`)}`);
  }
});
