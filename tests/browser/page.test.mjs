import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { decodePng } from '../../web/client/png.js';
import { Raster } from '../../web/client/raster.js';
import { pngOf } from '../web/pngs.mjs';
import { launch, Tab } from './browser.mjs';
import { Server } from './server.mjs';

const server = new Server();
const tabs = [];
let browser;

before(async () => {
  await server.start();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server.remove();
});

/** Opens a tab on a picture and waits for its `sync`. */
async function open(picture, options) {
  const tab = await Tab.open(browser, `${server.url}/#/pictures/${picture.id}`, options);
  tabs.push(tab);
  await tab.joined();
  return tab;
}

/** All tabs end with the pixels that the server has; no page had an error. */
async function assertSame(picture, ...of) {
  const { seq } = await server.json(`/pictures/${picture.id}`);
  for (const tab of of) await tab.reached(seq);
  const { width, height, pixels } = decodePng(await server.png(picture.id));
  const expected = new Raster(width, height, pixels).hash();
  for (const tab of of) {
    const state = await tab.state();
    assert.deepEqual([state.seq, state.hash], [seq, expected]);
    assert.deepEqual(tab.errors, []);
  }
  return { seq, pixels };
}

function colourAt(pixels, width, x, y) {
  return [...pixels.subarray(4 * (y * width + x), 4 * (y * width + x) + 3)];
}

test('a picture is made in the list and opens', async () => {
  const tab = await Tab.open(browser, server.url);
  const form = tab.page.locator('#new-picture');
  await form.getByLabel('Name').fill('A first sketch');
  await form.getByLabel('Width').fill('320');
  await form.getByLabel('Height').fill('200');
  await form.getByRole('button', { name: 'Create' }).click();
  await tab.joined();
  const { id, width, height } = await tab.state();
  assert.deepEqual([width, height], [320, 200]);
  await tab.page.getByText('A first sketch').waitFor();
  await tab.page.getByRole('link', { name: 'All pictures' }).click();
  const card = tab.page.locator(`li[data-id="${id}"]`);
  await card.getByText('320 × 200').waitFor();
  await card.locator('img:not([hidden])').waitFor();
  assert.deepEqual(tab.errors, []);
  await tab.close();
});

test('two browsers and a terminal draw on one picture, and all end with the pixels of the server', async () => {
  const picture = await server.addPicture('shared', 300, 200);
  const ada = await open(picture);
  const grace = await open(picture);
  for (const tab of [ada, grace]) await tab.until(() => window.atelier.viewers.length === 2);
  assert.equal(await ada.page.locator('#people li').count(), 2);

  const image = Uint8ClampedArray.from({ length: 4 * 20 * 10 }, (_, i) => (i % 4 === 3 ? 255 : (i * 7) % 256));
  writeFileSync(server.path('image.png'), pngOf(20, 10, image));
  const terminal = server.command('draw', String(picture.id), server.path('image.png'), '--at', '5,5', '--quiet');
  await ada.page.getByTitle('Red').click();
  await grace.page.getByTitle('Blue').click();
  await Promise.all([
    ada.stroke([400, 200], [600, 500], [800, 200]),
    grace.stroke([400, 500], [600, 200], [800, 500]),
    terminal,
  ]);
  await ada.page.keyboard.press('r');
  await ada.stroke([500, 300], [700, 400]);
  await grace.page.keyboard.press('o');
  await grace.page.locator('#alpha').fill('90');
  await grace.stroke([450, 250], [750, 450]);
  await grace.page.keyboard.press('f');
  await grace.page.mouse.click(420, 350);
  for (const tab of [ada, grace]) await tab.saved();

  const { seq, pixels } = await assertSame(picture, ada, grace);
  assert.ok(seq > 200 + 5, `${seq}`);
  for (let i = 0; i < 200; ++i) {
    const [x, y] = [i % 20, Math.floor(i / 20)];
    assert.deepEqual(colourAt(pixels, 300, x + 5, y + 5), [...image.subarray(4 * i, 4 * i + 3)], `pixel ${x}, ${y}`);
  }
  for (const tab of [ada, grace]) await tab.close();
});

test('one sees where the other points', async () => {
  const picture = await server.addPicture('pointing', 300, 200);
  const ada = await open(picture);
  const grace = await open(picture);
  await grace.until(() => window.atelier.viewers.length === 2);
  const { author } = await ada.state();
  await ada.page.mouse.move(500, 300);
  await grace.page.locator('.cursor span', { hasText: `guest ${author}` }).waitFor();
  await ada.close();
  await grace.until(() => window.atelier.viewers.length === 1);
  assert.equal(await grace.page.locator('.cursor').count(), 0);
  await grace.close();
});

test('after kill -9 the pages come back by themselves, and nothing is lost or doubled', async () => {
  const picture = await server.addPicture('killed', 400, 300);
  const ada = await open(picture);
  const grace = await open(picture);
  const translucent = { r: 0, g: 0, b: 0, a: 40 };
  const draw = (tab, count, y) =>
    tab.page.evaluate(
      ([n, row, colour]) => {
        for (let x = 0; x < n; ++x) window.atelier.draw({ kind: 'rect', x, y: row, w: 1, h: 1, colour });
      },
      [count, y, translucent],
    );
  const epochs = [(await ada.state()).epoch];
  for (let round = 0; round < 3; ++round) {
    await Promise.all([draw(ada, 400, 10 * round), draw(grace, 400, 10 * round + 5)]);
    await server.kill();
    await Promise.all([draw(ada, 100, 10 * round + 1), draw(grace, 100, 10 * round + 6)]);
    await server.start();
    for (const tab of [ada, grace]) await tab.saved();
    epochs.push((await ada.state()).epoch);
  }
  const { seq, pixels } = await assertSame(picture, ada, grace);
  assert.equal(seq, 3 * 2 * 500);
  // Drawn twice a pixel would be darker.
  const once = Math.floor((255 * 215 + 127) / 255);
  for (let round = 0; round < 3; ++round) {
    for (const [row, count] of [
      [0, 400],
      [5, 400],
      [1, 100],
      [6, 100],
    ]) {
      for (let x = 0; x < count; ++x) {
        assert.deepEqual(colourAt(pixels, 400, x, 10 * round + row), [once, once, once], `${x}, ${10 * round + row}`);
      }
    }
  }
  assert.deepEqual(
    epochs,
    [...new Set(epochs)].sort((a, b) => a - b),
    'each start after a kill raises the epoch',
  );
  for (const tab of [ada, grace]) await tab.close();
});

test('after a clean stop a page goes on where it was', async () => {
  const picture = await server.addPicture('stopped', 100, 100);
  const ada = await open(picture);
  await ada.stroke([400, 200], [600, 500]);
  await ada.saved();
  const before = await ada.state();
  assert.equal(await server.stop(), 0, server.log);
  await ada.until(() => document.querySelector('#status').value.startsWith('Connecting'));
  await server.start();
  await ada.saved();
  const state = await ada.state();
  assert.deepEqual([state.epoch, state.seq, state.author], [before.epoch, before.seq, before.author]);
  await ada.stroke([400, 500], [600, 200]);
  await ada.saved();
  await assertSame(picture, ada);
  await ada.close();
});

test('what was drawn while the server was away survives a reload of the page', async () => {
  const picture = await server.addPicture('reloaded', 100, 100);
  const ada = await open(picture);
  await ada.page.evaluate(() => {
    const colour = { r: 200, g: 0, b: 0, a: 255 };
    const socket = window.WebSocket.prototype.send;
    window.WebSocket.prototype.send = () => {};
    window.atelier.draw({ kind: 'rect', x: 10, y: 10, w: 5, h: 5, colour });
    window.WebSocket.prototype.send = socket;
  });
  const { client, author } = await ada.state();
  ada.page.on('dialog', (dialog) => dialog.accept());
  await ada.page.reload();
  await ada.saved();
  const state = await ada.state();
  assert.deepEqual([state.client, state.author, state.seq], [client, author, 1]);
  const { pixels } = await assertSame(picture, ada);
  assert.deepEqual(colourAt(pixels, 100, 12, 12), [200, 0, 0]);
  await ada.close();
});

test('a refused op is told and the rest goes on', async () => {
  const picture = await server.addPicture('refused', 100, 100);
  const ada = await open(picture);
  await ada.page.evaluate(() => {
    const colour = { r: 0, g: 0, b: 0, a: 255 };
    for (const x of [5, 500, 6]) window.atelier.draw({ kind: 'pixel', x, y: 5, colour });
  });
  await ada.page.locator('.toast', { hasText: 'Not drawn' }).waitFor();
  await ada.saved();
  const { seq } = await assertSame(picture, ada);
  assert.equal(seq, 2);
  await ada.close();
});

test('a picture that does not exist is said', async () => {
  const tab = await Tab.open(browser, `${server.url}/#/pictures/999999`);
  await tab.page.locator('#stage-note', { hasText: '999999' }).waitFor();
  await tab.close();
});

test('fingers draw with one and zoom with two', async () => {
  const picture = await server.addPicture('touched', 200, 200);
  const phone = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true };
  const ada = await open(picture, phone);
  const touch = await ada.context.newCDPSession(ada.page);
  const send = (type, ...points) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y, id]) => ({ x, y, id })) });
  await send('touchStart', [150, 300, 1]);
  await send('touchMove', [200, 350, 1]);
  await send('touchEnd');
  await ada.reached(1);
  await ada.saved();
  const { seq } = await ada.state();
  const zoom = () => ada.page.locator('#zoom-value').evaluate((output) => output.value);
  const before = await zoom();
  await send('touchStart', [150, 300, 1]);
  await send('touchStart', [150, 300, 1], [250, 400, 2]);
  for (const by of [10, 20, 40]) await send('touchMove', [150 - by, 300 - by, 1], [250 + by, 400 + by, 2]);
  await send('touchEnd');
  assert.notEqual(await zoom(), before);
  assert.equal((await assertSame(picture, ada)).seq, seq, 'a pinch draws nothing');
  await ada.close();
});

test('the keyboard alone draws', async () => {
  const picture = await server.addPicture('typed', 50, 50);
  const ada = await open(picture);
  await ada.page.locator('#canvas').focus();
  for (const key of ['ArrowRight', 'Enter', 'Shift+ArrowDown', 'Enter']) await ada.page.keyboard.press(key);
  await ada.reached(1);
  await ada.saved();
  const { pixels } = await assertSame(picture, ada);
  assert.notDeepEqual(colourAt(pixels, 50, 26, 30), [255, 255, 255]);
  await ada.close();
});
