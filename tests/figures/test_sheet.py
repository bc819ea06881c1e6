from server.figures.sheet import inches_for, resolution


def test_every_width_comes_out_as_asked():
    for pixels in range(200, 32_001, 7):
        dpi = resolution(pixels, 800)
        assert int(inches_for(pixels, dpi) * dpi) == pixels
        assert int(inches_for(pixels, 200) * 200) == pixels


def test_small_figures_have_fewer_dots_to_an_inch():
    assert resolution(1600, 800) == 200
    assert resolution(800, 760) == 200
    assert resolution(400, 400) == 100
    assert resolution(1600, 200) == 80
