// Draws the network as a picture. The same facts stand in the tables, which need no script; without cytoscape they are all there is.
// By keyboard: the arrows go from one to the next, Enter opens it, plus and minus draw nearer and away, 0 shows everything.
const SHAPES = { person: 'ellipse', phone: 'round-rectangle', vehicle: 'round-tag', place: 'pentagon', account: 'diamond', organisation: 'barrel' }
const MANY = 60          // from here on only what stands out keeps its label when everything is shown
const READABLE = 12      // pixels of a label on the screen
const ROOM = 9000        // square pixels of the screen for one of them: with less, labels would stand on one another
const EDGE = 24
const INK = '#1b2429', LINE = '#6b7a80'

const STYLE = [
  { selector: 'node', style: { label: 'data(label)', 'text-wrap': 'wrap', 'text-max-width': 130, 'font-size': READABLE, 'min-zoomed-font-size': 9, 'text-valign': 'bottom', 'text-margin-y': 4, 'background-color': '#f3ede2', 'border-width': 2, 'border-color': '#3b4a54', color: INK, 'text-background-color': '#fff', 'text-background-opacity': 0.8, shape: (node) => SHAPES[node.data('kind')] || 'ellipse' } },
  { selector: 'node[?child]', style: { 'background-color': '#f2c14e' } },
  { selector: 'node[step = 0]', style: { 'background-color': '#1d6f82', width: 44, height: 44 } },
  { selector: 'node[?concern]', style: { 'border-width': 6 } },
  { selector: 'node[?apart]', style: { 'border-style': 'double', 'border-width': 6 } },
  { selector: 'node[?doubt]', style: { 'border-style': 'dashed' } },
  { selector: 'edge', style: { width: 2, 'line-color': LINE, 'curve-style': 'bezier' } },
  { selector: 'edge[sort = "link"]', style: { label: 'data(label)', 'font-size': 10, 'min-zoomed-font-size': 9, 'text-background-color': '#fff', 'text-background-opacity': 0.85, color: INK, 'target-arrow-shape': 'triangle', 'target-arrow-color': LINE } },
  { selector: 'edge[sort = "record"]', style: { 'line-color': '#c9c2b4', width: 1 } },
  { selector: 'edge[!counts]', style: { 'line-style': 'dashed' } },
  { selector: '.quiet', style: { 'text-opacity': 0, 'text-background-opacity': 0 } },
  { selector: '.away', style: { opacity: 0.25 } },
  { selector: 'node.here', style: { 'underlay-color': '#ffdd00', 'underlay-opacity': 1, 'underlay-padding': 10, 'z-index': 10 } }
]
const make = (tag, about = {}) => Object.assign(document.createElement(tag), about)

class Picture {
  constructor (box) {
    const found = JSON.parse(box.dataset.picture)
    this.box = box
    box.hidden = false
    document.getElementById('picture-key').hidden = false
    this.crowded = found.nodes.length > MANY
    if (this.crowded) box.classList.add('subjects-picture--many')
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches || this.crowded
    this.drawn = window.cytoscape({ container: box, elements: found, style: STYLE, layout: { ...this.layout(), animate: !still }, minZoom: 0.05, maxZoom: 3, userZoomingEnabled: window.matchMedia('(pointer: coarse)').matches })
    this.drawn.on('tap', 'node', (event) => this.open(event.target))
    this.drawn.on('zoom', () => this.label())
    this.drawn.on('layoutstop', () => { this.measure(); this.label() })
    window.addEventListener('resize', () => { this.drawn.resize(); this.all() })
    this.tools(found)
    this.print()
    this.measure()
    this.label()
  }

  /* How much room all of them have together, before anybody draws nearer. */
  measure () {
    const { w: wide, h: high } = this.drawn.nodes().boundingBox({ includeLabels: false })
    this.space = wide * high
  }

  layout () {
    return { name: 'cose', nodeDimensionsIncludeLabels: !this.crowded, padding: EDGE, randomize: true, nodeRepulsion: this.crowded ? 400000 : 9000, idealEdgeLength: this.crowded ? 140 : 90, gravity: this.crowded ? 20 : 1, ...(this.crowded ? { numIter: 300, coolingFactor: 0.977 } : { numIter: 1000 }) }
  }

  /* What stands out keeps a label that can be read, however far away; the rest has one from nearby, and where one stands. */
  label () {
    if (!this.crowded) return
    const size = Math.max(READABLE, READABLE / this.drawn.zoom())
    const room = this.space * this.drawn.zoom() ** 2 / this.drawn.nodes().length
    this.drawn.batch(() => {
      const near = READABLE / Math.max(1, this.drawn.zoom())
      this.drawn.nodes().removeStyle('z-index').style({ 'font-size': near, 'text-max-width': near * 11 }).toggleClass('quiet', room < ROOM)
      this.drawn.nodes('.here, [step = 0], [?concern]').removeClass('quiet').style({ 'font-size': size, 'text-max-width': size * 11, 'z-index': 9 })
    })
  }

  tools (found) {
    this.said = make('p', { className: 'govuk-body subjects-said' })
    this.said.setAttribute('role', 'status')
    const bar = make('div', { className: 'subjects-tools' })
    for (const [words, act] of [['Nearer', () => this.zoom(1.4)], ['Away', () => this.zoom(1 / 1.4)], ['Show everything', () => this.all()]]) {
      const button = make('button', { type: 'button', className: 'govuk-button govuk-button--secondary', textContent: words })
      button.addEventListener('click', act)
      bar.append(button)
    }
    this.box.before(bar)
    this.box.after(this.said)
    this.box.tabIndex = 0
    this.box.setAttribute('role', 'application')
    this.box.setAttribute('aria-label', `A picture of ${found.nodes.length}, with ${found.edges.length} lines between them. Arrow keys go from one to the next, Enter opens it. The tables below say the same.`)
    this.box.addEventListener('keydown', (event) => this.key(event))
    this.box.addEventListener('wheel', (event) => { if (event.ctrlKey) { event.preventDefault(); this.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2) } }, { passive: false })
    this.box.addEventListener('focus', () => { if (!this.here) this.go(this.drawn.nodes('[step = 0]').first()) })
    this.box.addEventListener('blur', () => this.leave())
  }

  key (event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }
    const acts = { Enter: () => this.here && this.open(this.here), '+': () => this.zoom(1.4), '=': () => this.zoom(1.4), '-': () => this.zoom(1 / 1.4), 0: () => this.all() }
    if (ways[event.key]) this.step(...ways[event.key])
    else if (acts[event.key]) acts[event.key]()
    else return
    event.preventDefault()
  }

  /* The nearest one that lies rather in this direction than to its side; where nothing does, the next or the last in order. */
  step (right, down) {
    const from = this.here.position()
    const ahead = this.drawn.nodes().map((node) => {
      const [x, y] = [node.position().x - from.x, node.position().y - from.y]
      const along = x * right + y * down, aside = Math.abs(x * down) + Math.abs(y * right)
      return { node, along, far: along + 2 * aside, fits: node !== this.here && along > 0 && aside <= 2 * along }
    }).filter((one) => one.fits).sort((one, other) => one.far - other.far)
    const all = this.drawn.nodes(), place = all.indexOf(this.here) + (right + down)
    this.go(ahead.length ? ahead[0].node : all[(place + all.length) % all.length])
  }

  go (node) {
    if (!node || !node.length) return
    this.leave()
    this.here = node
    node.addClass('here')
    this.drawn.elements().not(node.closedNeighborhood()).addClass('away')
    const at = node.renderedPosition(), { clientWidth: wide, clientHeight: high } = this.box
    if (at.x < EDGE || at.y < EDGE || at.x > wide - EDGE || at.y > high - EDGE) this.drawn.center(node)
    const lines = node.connectedEdges().length
    this.said.textContent = `${node.data('label').replaceAll('\n', ', ')}; ${lines} ${lines === 1 ? 'line' : 'lines'}. Enter opens it.`
    this.label()
  }

  leave () {
    this.drawn.elements().removeClass('here away')
    this.here = document.activeElement === this.box ? this.here : null
    this.said.textContent = ''
    this.label()
  }

  open (node) { window.location.assign(node.data('href')) }

  zoom (factor) {
    const at = this.here ? this.here.renderedPosition() : { x: this.box.clientWidth / 2, y: this.box.clientHeight / 2 }
    this.drawn.zoom({ level: this.drawn.zoom() * factor, renderedPosition: at })
  }

  all () { this.drawn.fit(undefined, EDGE) }

  /* Paper gets a picture of everything, with every label. */
  print () {
    window.addEventListener('beforeprint', () => {
      this.leave()
      this.drawn.nodes().removeStyle('font-size text-max-width z-index').removeClass('quiet')
      const image = make('img', { className: 'subjects-printed', alt: '', src: this.drawn.png({ full: true, bg: '#fff', scale: 2, maxWidth: 4000, maxHeight: 4000 }) })
      this.box.after(image)
      this.printed = image
      this.label()
    })
    window.addEventListener('afterprint', () => this.printed?.remove())
  }
}

window.addEventListener('load', () => {
  const box = document.getElementById('picture')
  if (box && window.cytoscape) new Picture(box)
})
