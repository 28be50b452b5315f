import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const executablePath =
  process.env.ATELIER_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** How long a page may take for anything on a slow machine, in milliseconds. */
const patience = 60_000;

export async function launch() {
  return chromium.launch({ executablePath, args });
}

/** One tab of its own, with no storage in common with others. What goes wrong in it is collected. */
export class Tab {
  errors = [];

  static async open(browser, url, options = {}) {
    const tab = new Tab();
    tab.context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...options });
    tab.context.setDefaultTimeout(patience);
    tab.page = await tab.context.newPage();
    tab.page.on('pageerror', (error) => tab.errors.push(error.stack));
    tab.page.on('console', (message) => {
      // A server that is away is no fault of the page.
      if (message.type() === 'error' && !/ERR_CONNECTION|WebSocket/.test(message.text()))
        tab.errors.push(message.text());
    });
    await tab.page.goto(url);
    return tab;
  }

  /** Waits until a function of `window.atelier` holds in the page. */
  async until(holds, argument) {
    await this.page.waitForFunction(holds, argument, { timeout: patience, polling: 20 });
  }

  async joined() {
    await this.until(() => window.atelier?.picture?.joined);
  }

  async reached(seq) {
    await this.until((at) => window.atelier.picture?.joined && window.atelier.picture.seq >= at, seq);
  }

  async saved() {
    await this.until(() => {
      const { picture } = window.atelier;
      return picture?.joined && picture.unsaved === 0 && document.querySelector('#status').value === 'All saved';
    });
  }

  async state() {
    return this.page.evaluate(() => ({ ...window.atelier.picture, hash: window.atelier.hash() }));
  }

  /** Draws with the mouse through points of the screen. */
  async stroke(...points) {
    const [first, ...rest] = points;
    await this.page.mouse.move(...first);
    await this.page.mouse.down();
    for (const point of rest) await this.page.mouse.move(...point, { steps: 5 });
    await this.page.mouse.up();
  }

  async close() {
    await this.context.close();
  }
}
