const colours = {
  Black: '#1d1d1f',
  Grey: '#8e8e93',
  White: '#ffffff',
  Brown: '#8d5a3b',
  Red: '#e5484d',
  Orange: '#f2842d',
  Yellow: '#f5c542',
  Green: '#3fa35b',
  Turquoise: '#2fb5ac',
  Blue: '#3b7ddd',
  Violet: '#7a5af5',
  Pink: '#e667a5',
};

/** The buttons and sliders: which tool, which colour, how wide. */
export class Toolbox {
  tool = 'pen';
  #root;
  #changed;

  /** @param {(toolbox: Toolbox) => void} changed called when something else was chosen */
  constructor(root, changed) {
    this.#root = root;
    this.#changed = changed;
    this.#fillSwatches();
    for (const button of this.#buttons) button.onclick = () => this.choose(button.dataset.tool);
    this.#at('colour').oninput = () => this.#chooseColour(this.#at('colour').value);
    for (const name of ['alpha', 'width']) this.#at(name).oninput = () => this.#show();
    this.#show();
  }

  /** What ops are drawn with. */
  get settings() {
    const value = Number.parseInt(this.#at('colour').value.slice(1), 16);
    const colour = { r: value >> 16, g: (value >> 8) & 255, b: value & 255, a: Number(this.#at('alpha').value) };
    return { colour, width: Number(this.#at('width').value) };
  }

  choose(tool) {
    this.tool = tool;
    this.#show();
  }

  /** Chooses the tool of a shortcut key; returns whether there is one. */
  press(key) {
    const button = this.#buttons.find((each) => each.getAttribute('aria-keyshortcuts') === key.toLowerCase());
    if (button) this.choose(button.dataset.tool);
    return Boolean(button);
  }

  /** Changes the width by a step. */
  widen(by) {
    const width = this.#at('width');
    width.value = Number(width.value) + by;
    this.#show();
  }

  get #buttons() {
    return [...this.#root.querySelectorAll('[data-tool]')];
  }

  #at(id) {
    return this.#root.querySelector(`#${id}`);
  }

  #fillSwatches() {
    const swatches = Object.entries(colours).map(([name, value]) => {
      const swatch = Object.assign(document.createElement('input'), {
        type: 'radio',
        name: 'swatch',
        value,
        title: name,
      });
      swatch.ariaLabel = name;
      swatch.style.setProperty('--colour', value);
      swatch.onchange = () => this.#chooseColour(value);
      return swatch;
    });
    this.#at('swatches').replaceChildren(...swatches);
  }

  #chooseColour(value) {
    this.#at('colour').value = value;
    if (this.tool === 'eraser') this.tool = 'pen';
    this.#show();
  }

  #show() {
    const { colour, width } = this.settings;
    for (const button of this.#buttons) button.setAttribute('aria-pressed', button.dataset.tool === this.tool);
    const value = this.#at('colour').value;
    for (const swatch of this.#at('swatches').children) swatch.checked = swatch.value === value;
    this.#at('alpha-value').value = `${Math.round((100 * colour.a) / 255)} %`;
    this.#at('width-value').value = `${width} px`;
    this.#changed(this);
  }
}
