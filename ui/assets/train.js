// The Train page: settings, the run that is looked at, and all runs.
import { get, post, Refused, toldIfRefused, untilAnswered } from './api.js';
import { h } from './dom.js';
import { RunList } from './run_list.js';
import { RunView } from './run_view.js';
import { TrainForm } from './train_form.js';

const QUICK_MS = 1000; // between two looks at a run that is at work
const SLOW_MS = 8000;

export function mount(element) {
  const page = new Train(element.querySelector('.sc-train'));
  return toldIfRefused(() => page.begin(), (text, mood) => page.say(text, mood));
}

class Train {
  constructor(element) {
    this.element = element;
    this.status = h('p', { class: 'sc-says', role: 'status', 'aria-live': 'polite' });
    this.view = new RunView({ act: (name) => this.act(name), reuse: (settings) => this.form.fill(settings) });
    this.list = new RunList((run) => this.open(run));
    this.settings = h('section', { class: 'sc-settings', 'aria-labelledby': 'train-title' },
      h('h1', { id: 'train-title' }, 'Train'),
      h('p', { class: 'sc-hint' }, 'Teach a model to trust its ears, with the pairs that people verified.'));
    element.replaceChildren(this.settings, h('div', { class: 'sc-work' }, this.status, this.view.element, this.list.element));
    this.run = new URLSearchParams(location.search).get('run');
  }

  async begin() {
    const late = () => this.say('The server does not answer: retrying.', 'late');
    const [form, runs] = await untilAnswered(() => Promise.all([get('/api/train'), get('/api/runs')]), late);
    this.say('');
    this.form = new TrainForm(form, { plan: (asked) => post('/api/train/plan', asked), start: (asked) => this.start(asked) });
    this.settings.append(this.form.element);
    this.list.show(runs, this.run ??= runs[0]?.id ?? null);
    this.view.expect(this.run);
    document.addEventListener('visibilitychange', () => document.hidden || this.look());
    this.look();
  }

  // Looks at the run, then again after a while: soon while it is at work and the page is seen.
  async look() {
    clearTimeout(this.timer);
    const asked = this.run;
    try {
      const [news, runs] = await Promise.all([asked ? get(this.view.address(asked)) : null, get('/api/runs')]);
      if (asked === this.run) this.show(news, runs);
      if (this.status.dataset.mood === 'late') this.say('');
    } catch (error) {
      if (error instanceof Refused) this.lose(error.message);
      else this.say('The server does not answer: retrying.', 'late');
    }
    const soon = !document.hidden && this.view.isAtWork;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), soon ? QUICK_MS : SLOW_MS);
  }

  show(news, runs) {
    if (news) this.view.show(news);
    this.list.show(runs, this.run);
  }

  lose(sentence) {
    this.say(sentence, 'bad');
    this.run = null;
    this.view.expect(null);
  }

  open(run) {
    this.run = run;
    this.say('');
    this.view.expect(run);
    history.replaceState(null, '', run ? `${location.pathname}?run=${encodeURIComponent(run)}` : location.pathname);
    return this.look();
  }

  async start(asked) {
    await this.tried(async () => {
      const { id } = await post('/api/runs', asked);
      await this.open(id);
      this.say('Started.');
      this.view.element.scrollIntoView({ block: 'nearest' });
    });
  }

  async act(name) {
    await this.tried(async () => {
      this.view.show(await post(`/api/runs/${encodeURIComponent(this.run)}/${name}`, {}), { anew: true });
      this.look();
    });
  }

  // A refusal is a sentence for the person.
  async tried(work) {
    this.say('');
    try {
      await work();
    } catch (error) {
      this.say(error.message, 'bad');
    }
  }

  say(text, mood = '') {
    this.status.textContent = text;
    this.status.dataset.mood = mood;
  }
}
