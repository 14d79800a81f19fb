/** Where the page starts. */
import { render } from 'preact';
import { App } from '#functions/page/client/app.tsx';
import { startSession } from '#functions/page/client/home/session.ts';

const root = document.getElementById('page');
if (root !== null) {
  root.textContent = '';
  void startSession();
  render(<App />, root);
}
