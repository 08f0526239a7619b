// The settings of a run as a form, with the command that it stands for.
import { copied } from './copy.js';
import { h, icon } from './dom.js';

const PAIRS = {
  accepted: ['Accepted on Verify', 'people checked them'],
  all: ['All built pairs', 'checked or not'],
};
const PAUSE_MS = 250; // after the last change, before the plan is asked for

export class TrainForm {
  // plan(asked) -> {command, pairs}; start(asked)
  constructor(form, { plan, start }) {
    this.form = form;
    this.ask = plan;
    this.start = start;
    this.build();
    this.choose();
    this.change();
  }

  build() {
    const { objectives, families, main, more } = this.form;
    const choice = (entries) => entries.map(({ name, title }) => h('option', { value: name }, title));
    this.objective = h('select', { id: 'objective', 'aria-describedby': 'objective-says' }, ...choice(objectives));
    this.objective.value = 'acpo';
    this.objectiveSays = h('p', { class: 'sc-help', id: 'objective-says' });
    this.options = h('div', { class: 'sc-fields' });
    this.pairs = h('fieldset', { class: 'sc-pairs-choice' }, h('legend', {}, 'Pairs'), ...Object.entries(PAIRS).map(([name, words]) => this.pairsChoice(name, words)));
    this.main = h('div', { class: 'sc-fields' }, ...main.map(field));
    this.family = h('select', { id: 'family' }, ...choice(families));
    this.family.value = 'tiny_omni';
    this.checkpoint = h('input', { id: 'checkpoint', type: 'text', placeholder: 'the one that comes with it', autocomplete: 'off' });
    this.more = h('div', { class: 'sc-fields' }, ...more.map(field));
    this.command = h('code', {});
    this.copy = h('button', { type: 'button', class: 'sc-ghost', onclick: () => this.copyCommand() }, icon('copy'), h('span', {}, 'Copy'));
    this.go = h('button', { type: 'submit', class: 'sc-fill', disabled: true }, 'Start training');
    this.reason = h('p', { class: 'sc-reason', id: 'start-reason', role: 'status' });
    const labelled = (title, input) => h('label', { class: 'sc-labelled' }, h('span', {}, title), input);
    this.element = h('form', { class: 'sc-form', novalidate: true },
      h('div', {}, labelled('Objective', this.objective), this.objectiveSays),
      this.options,
      this.pairs,
      this.main,
      h('details', {}, h('summary', {}, 'Model and more settings'),
        h('div', { class: 'sc-fields sc-two' }, labelled('Model', this.family), labelled('Checkpoint', this.checkpoint)), this.more),
      h('div', { class: 'sc-launch' }, this.go, this.reason),
      h('details', { class: 'sc-command', open: true }, h('summary', {}, 'The same as a command'), h('div', {}, this.command, this.copy)));
    this.objective.addEventListener('change', () => this.choose());
    this.element.addEventListener('input', () => this.change());
    this.element.addEventListener('submit', (event) => { event.preventDefault(); this.submit(); });
  }

  pairsChoice(name, [title, says]) {
    const count = h('span', { class: 'sc-count' });
    const input = h('input', { type: 'radio', name: 'pairs', value: name, checked: name === 'accepted' });
    const row = h('label', { class: 'sc-radio' }, input, h('span', {}, title), count);
    Object.assign(row, { count, says });
    return row;
  }

  choose() {
    const { says, options } = this.form.objectives.find(({ name }) => name === this.objective.value);
    this.objectiveSays.textContent = says;
    this.options.replaceChildren(...options.map(field));
  }

  // The values of the form as the server reads them; options as by default are left out.
  get asked() {
    const numbers = (box) => Object.fromEntries([...box.querySelectorAll('input')].map(valueOf));
    const { options } = this.form.objectives.find(({ name }) => name === this.objective.value);
    const chosen = Object.entries(numbers(this.options)).filter(([name, value]) => options.find((option) => option.name === name).default !== value);
    return {
      objective: this.objective.value,
      options: Object.fromEntries(chosen),
      pairs: this.element.elements.pairs.value,
      family: this.family.value,
      checkpoint: this.checkpoint.value.trim(),
      settings: { ...numbers(this.main), ...numbers(this.more) },
    };
  }

  // Takes the settings of an earlier run.
  fill({ objective, options, pairs, family, checkpoint, settings }) {
    this.objective.value = objective;
    this.choose();
    this.element.elements.pairs.value = pairs;
    this.family.value = family;
    this.checkpoint.value = checkpoint;
    for (const [name, value] of Object.entries({ ...settings, ...options })) {
      const input = this.element.querySelector(`input[name="${CSS.escape(name)}"]`);
      if (input) input[input.type === 'checkbox' ? 'checked' : 'value'] = value;
    }
    this.change();
    this.element.scrollIntoView({ block: 'start' });
  }

  change() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.plan(), this.planned ? PAUSE_MS : 0);
  }

  async plan() {
    const wrong = [...this.element.querySelectorAll('input')].find((input) => !input.validity.valid);
    if (wrong) return this.hold(`${wrong.labels[0].firstElementChild.textContent}: ${wrong.validationMessage}`);
    const { asked } = this;
    const ticket = (this.planned = {});
    try {
      const plan = await this.ask(asked);
      if (ticket === this.planned) this.show(plan, asked);
    } catch (error) {
      if (ticket === this.planned) this.hold(error.message);
    }
    return undefined;
  }

  show({ command, pairs }, asked) {
    this.command.textContent = command;
    for (const row of this.pairs.querySelectorAll('.sc-radio')) {
      const { count } = pairs[row.querySelector('input').value];
      row.count.textContent = count ? `${count.toLocaleString('en')}, ${row.says}` : 'too few';
    }
    this.hold(pairs[asked.pairs].sentence);
  }

  // Start waits for what the sentence asks for.
  hold(sentence) {
    this.go.disabled = Boolean(sentence);
    this.reason.textContent = sentence;
  }

  async submit() {
    if (this.go.disabled) return;
    this.go.disabled = true;
    await this.start(this.asked);
    this.go.disabled = false;
  }

  async copyCommand() {
    const said = this.copy.lastElementChild;
    said.textContent = (await copied(this.command.textContent)) ? 'Copied' : 'Select and copy';
    setTimeout(() => { said.textContent = 'Copy'; }, 2000);
  }
}

function field({ name, title, says, default: value, low, is_whole: isWhole }) {
  const isSwitch = typeof value === 'boolean';
  const input = isSwitch
    ? h('input', { type: 'checkbox', name, checked: value })
    : h('input', { type: 'number', name, value, min: low, step: isWhole ? 1 : 'any', required: true, inputmode: 'decimal' });
  input.setAttribute('aria-describedby', `says-${name}`);
  return h('label', { class: 'sc-labelled' }, h('span', {}, title), input, h('small', { id: `says-${name}` }, says));
}

const valueOf = (input) => [input.name, input.type === 'checkbox' ? input.checked : Number(input.value)];
